#compdef jpod
# zsh completion for jpod; written by "jpod completion zsh"

_jpod() {
    local -a candidates
    local line directive=0
    while IFS= read -r line; do
        case $line in
            :[0-9]*) directive=${line#:} ;;
            *$'\t'*) candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
            ?*) candidates+=("${line//:/\\:}") ;;
        esac
    done < <("${(Q)words[1]/#\~/$HOME}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    if (( ${#candidates} )); then
        _describe -V jpod candidates
    elif (( directive == 0 )); then
        _files
    fi
}

if [[ ${funcstack[1]} == _jpod ]]; then
    _jpod "$@"
else
    compdef _jpod jpod
fi
