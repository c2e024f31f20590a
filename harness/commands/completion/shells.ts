export const SHELLS = ['bash', 'zsh', 'fish'] as const

/** What a shell reads once. Candidates come from the command that is being typed, so that they are always its own. */
export function shellScript(shell: string): string | null {
  const scripts: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH, fish: FISH }
  return Object.hasOwn(scripts, shell) ? (scripts[shell] ?? null) : null
}

// Words go to the command as they are, after `--`, and never through eval: a half-typed $(…) is not run.
const BASH = `# fulldress completion bash > ~/.local/share/bash-completion/completions/fulldress
_fulldress() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <("$1" completion candidates -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _fulldress fulldress
`

const ZSH = `#compdef fulldress
# fulldress completion zsh > "\${fpath[1]}/_fulldress"
_fulldress() {
  local line
  local -a candidates
  while IFS= read -r line; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <("\${words[1]}" completion candidates -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe fulldress candidates
  else
    _files
  fi
}
if [[ \${funcstack[1]} == _fulldress ]]; then
  _fulldress "$@"
else
  compdef _fulldress fulldress
fi
`

const FISH = `# fulldress completion fish > ~/.config/fish/completions/fulldress.fish
function __fulldress
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l found ($words[1] completion candidates -- $words[2..-1] "$current" 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path "$current"
  end
end
complete --command fulldress --no-files --arguments '(__fulldress)'
`
