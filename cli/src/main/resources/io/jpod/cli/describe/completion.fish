# fish completion for jpod; written by "jpod completion fish"

function __jpod_complete
    set --local words (commandline --tokenize --current-process --cut-at-cursor)
    set --local current (commandline --current-token --cut-at-cursor)
    set --local directive 0
    set --local candidates
    for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        if string match --quiet --regex '^:[0-9]+$' -- $line
            set directive (string sub --start 2 -- $line)
        else
            set --append candidates $line
        end
    end
    if test (count $candidates) -gt 0
        printf '%s\n' $candidates
    else if test $directive = 0
        __fish_complete_path "$current"
    end
end

complete --command jpod --no-files --arguments '(__jpod_complete)'
