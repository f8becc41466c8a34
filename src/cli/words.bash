
# Bash breaks words at @, : and = as well. The program gets them whole, and bash gets of each answer what follows the
# last break: what stands before it stays where it is.
_compliance_check() {
    local rest=$COMP_LINE head='' tail=$2 was_break='' at=0 number piece gap is_break
    local -a whole=()
    for ((number = 0; number < ${#COMP_WORDS[@]}; number++)); do
        piece=${COMP_WORDS[number]}
        gap=${rest%%[![:space:]]*}
        rest=${rest#"$gap"}
        rest=${rest#"$piece"}
        is_break=
        [[ -z $piece || $piece == *[!@:=]* ]] || is_break=yes
        if [[ $number -eq 0 || -n $gap || -z $is_break$was_break ]]; then
            whole+=('')
        fi
        if [[ $number -eq $COMP_CWORD ]]; then
            at=$((${#whole[@]} - 1))
            head=${whole[at]}
            [[ -z $is_break ]] || head+=$piece
            # Bash replaces the @ with what follows it, and leaves the others where they are.
            [[ $tail != @* ]] || head=${head%@}
        fi
        whole[${#whole[@]} - 1]+=$piece
        was_break=$is_break
    done
    local COMP_CWORD=$at
    local -a COMP_WORDS=("${whole[@]}")
    _clap_complete_compliance_check "$1" "$head$tail" "$3"
    [[ -n $head ]] || return 0
    # The program takes names in any letter case.
    local case_counts=yes
    shopt -q nocasematch && case_counts=
    shopt -s nocasematch
    for number in "${!COMPREPLY[@]}"; do
        [[ ${COMPREPLY[number]} != "$head"* ]] || COMPREPLY[number]=${COMPREPLY[number]:${#head}}
    done
    [[ -z $case_counts ]] || shopt -u nocasematch
}
complete -o nospace -o bashdefault -F _compliance_check compliance-check
# Older ones sort what they offer.
compopt -o nosort compliance-check 2>/dev/null || true
