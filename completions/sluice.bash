# bash completion for sluice
# Made from the program's option table by `make docs`.
_sluice() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local words=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'cat convert info run threshold help' -- "$current")
    return
  fi
  case ${COMP_WORDS[1]} in
    help) words='cat convert info run threshold' ;;
    cat)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --no-orient --allow-truncated --allow-empty --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    convert)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --no-orient --allow-truncated --allow-empty --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--range --output --json --force --files-from --null --axes --no-orient --allow-truncated --allow-empty --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    run)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --no-orient --allow-truncated --allow-empty --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    threshold)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --at | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--at --otsu --invert --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --no-orient --allow-truncated --allow-empty --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _sluice sluice
