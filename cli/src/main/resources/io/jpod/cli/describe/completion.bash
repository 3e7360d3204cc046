# bash completion for jpod; written by "jpod completion bash"

__jpod_complete() {
    local line=${COMP_LINE:0:COMP_POINT} words current directive=0 candidate text kept
    read -ra words <<<"$line"
    [[ $line != *[[:space:]] ]] || words+=("")
    current=${words[${#words[@]} - 1]}
    # bash replaces what follows the last of these in a word, and only that.
    kept=
    if [[ $COMP_WORDBREAKS == *=* && $current == *=* ]]; then kept=${current%"${current##*=}"}; fi
    if [[ $COMP_WORDBREAKS == *:* && ${current#"$kept"} == *:* ]]; then kept=${current%"${current##*:}"}; fi

    COMPREPLY=()
    while IFS= read -r candidate; do
        case $candidate in
            :[0-9]*) directive=${candidate#:} ;;
            *)
                text=${candidate%%$'\t'*}
                COMPREPLY+=("${text#"$kept"}")
                ;;
        esac
    done < <("${words[0]/#\~/$HOME}" __complete "${words[@]:1}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 0 && $directive -eq 0 ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "${current#"$kept"}")
    fi
}

complete -F __jpod_complete jpod
