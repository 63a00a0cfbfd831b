# bash completion for sluice
# Made from the program's option table by `make docs`.
_sluice() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local words=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'bilateral box canny cat compare convert convolve crop data cifar10 data cifar100 data folders data list data mnist derivative flip gaussian gray info laplacian median montage morph noise normalize pad percentile pixels pool resize rotate run scharr sharpen show sobel stats synth threshold help' -- "$current")
    return
  fi
  case ${COMP_WORDS[1]} in
    help) words='bilateral box canny cat compare convert convolve crop data cifar10 data cifar100 data folders data list data mnist derivative flip gaussian gray info laplacian median montage morph noise normalize pad percentile pixels pool resize rotate run scharr sharpen show sobel stats synth threshold' ;;
    bilateral)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --sigma-space | --sigma-range | --radius | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--sigma-space --sigma-range --radius --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    box)
      case "$previous" in
        --alpha) words='premultiplied straight' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --radius | --size | --passes | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--radius --size --passes --border --alpha --linear --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    canny)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --sigma | --low | --high | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--sigma --low --high --auto --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    cat)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    compare)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --tol | --diff | -o | --output | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--tol --diff --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
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
        *) [[ $current == -* ]] && words='--output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    convolve)
      case "$previous" in
        --channels) words='each sum' ;;
        --accumulate) words='f32 f64' ;;
        --alpha) words='premultiplied straight' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --kernel | --scale | --bias | --stride | --pad | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--kernel --bank --normalize --scale --bias --flip --stride --pad --channels --accumulate --border --alpha --linear --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    crop)
      case "$previous" in
        --gravity) words='top-left top top-right left center right bottom-left bottom bottom-right' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | --at | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--size --at --gravity --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data cifar10)
      case "$previous" in
        --split) words='train test all' ;;
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--split --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --output --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data cifar100)
      case "$previous" in
        --split) words='train test all' ;;
        --labels) words='fine coarse' ;;
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--split --labels --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --output --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data folders)
      case "$previous" in
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--classes --fold --holdout --part --shuffle --per-class --skip --take --seed --output --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data list)
      case "$previous" in
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--classes --fold --holdout --part --shuffle --per-class --skip --take --seed --output --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data mnist)
      case "$previous" in
        --split) words='train test all' ;;
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --class-names | --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--split --class-names --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --output --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    derivative)
      case "$previous" in
        --axis) words='x y' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --order | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--axis --order --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    flip)
      case "$previous" in
        --axis) words='x y both' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--horizontal --vertical --axis --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    gaussian)
      case "$previous" in
        --method) words='auto fir multirate' ;;
        --alpha) words='premultiplied straight' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --sigma | --sigma-x | --sigma-y | --truncate | --order | --order-x | --order-y | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--sigma --sigma-x --sigma-y --truncate --order --order-x --order-y --method --border --alpha --linear --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    gray)
      case "$previous" in
        --weights) words='601 709 average' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--weights --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--range --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    laplacian)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --sigma | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--sigma --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    median)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --radius | --size | --percentile | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--radius --size --percentile --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    montage)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --columns | --tile | --gap | --background | --label | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--columns --tile --gap --background --captions --label --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    morph)
      case "$previous" in
        --op) words='erode dilate open close gradient tophat blackhat' ;;
        --shape) words='rect disc' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --radius | --size | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--op --shape --radius --size --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    noise)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --gaussian | --speckle | --poisson | --salt-pepper | --impulse | --seed | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--gaussian --speckle --poisson --salt-pepper --impulse --seed --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    normalize)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --percentile | --mean | --sd | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--percentile --mean --sd --per-channel --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    pad)
      case "$previous" in
        --gravity) words='top-left top top-right left center right bottom-left bottom bottom-right' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --all | --left | --right | --top | --bottom | --size | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--all --left --right --top --bottom --size --gravity --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    percentile)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --radius | --size | --percent | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--radius --size --percent --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    pixels)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--size --gray --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    pool)
      case "$previous" in
        --op) words='max average min' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | --stride | --pad | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--op --size --stride --pad --ceil --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    resize)
      case "$previous" in
        --filter) words='nearest box linear cubic lanczos3' ;;
        --alpha) words='premultiplied straight' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--size --fit --filter --alpha --linear --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    rotate)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --by | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--by --expand --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
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
        *) [[ $current == -* ]] && words='--output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    scharr)
      case "$previous" in
        --axis) words='x y both' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--axis --magnitude --angle --normalize --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    sharpen)
      case "$previous" in
        --alpha) words='premultiplied straight' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --sigma | --amount | --threshold | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--sigma --amount --threshold --border --alpha --linear --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    show)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --width | -o | --output | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--width --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    sobel)
      case "$previous" in
        --axis) words='x y both' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--axis --magnitude --angle --normalize --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    stats)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --percentile | --histogram | -o | --output | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--percentile --histogram --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    synth)
      case "$previous" in
        --scene) words='shapes textures texture digits digit cells street' ;;
        --what) words='picture labels instances' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | --count | --first | --seed | --labels | --instances | -o | --output | --quality | --png-compression | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--scene --size --count --first --seed --what --labels --instances --output --format --depth --quality --png-compression --meta --strip --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
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
        *) [[ $current == -* ]] && words='--at --otsu --invert --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _sluice sluice
