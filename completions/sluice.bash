# bash completion for sluice
# Made from the program's option table by `make docs`.
_sluice() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local words=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'adaboost eval adaboost info adaboost predict adaboost train adaboost tune bank bayes eval bayes info bayes predict bayes train bayes tune bilateral bow bow train box canny cat compare convert convolve crop data cifar10 data cifar100 data csv data folders data info data labelmaps data libsvm data list data mnist data ucr data voc data volume denoise denoise train derivative embed eval flip forest eval forest info forest predict forest train forest tune gaussian gist gray hog info inspect knn eval knn info knn predict knn train knn tune laplacian lbp linear eval linear info linear predict linear train linear tune median mlp eval mlp info mlp predict mlp train mlp tune montage morph net eval net info net predict net train net tune noise normalize pad percentile pixels pool predict resize rotate run scharr sharpen show sift sobel softmax eval softmax info softmax predict softmax train softmax tune stats svm eval svm info svm predict svm train svm tune synth texton train texture threshold help' -- "$current")
    return
  fi
  case ${COMP_WORDS[1]} in
    help) words='adaboost eval adaboost info adaboost predict adaboost train adaboost tune bank bayes eval bayes info bayes predict bayes train bayes tune bilateral bow bow train box canny cat compare convert convolve crop data cifar10 data cifar100 data csv data folders data info data labelmaps data libsvm data list data mnist data ucr data voc data volume denoise denoise train derivative embed eval flip forest eval forest info forest predict forest train forest tune gaussian gist gray hog info inspect knn eval knn info knn predict knn train knn tune laplacian lbp linear eval linear info linear predict linear train linear tune median mlp eval mlp info mlp predict mlp train mlp tune montage morph net eval net info net predict net train net tune noise normalize pad percentile pixels pool predict resize rotate run scharr sharpen show sift sobel softmax eval softmax info softmax predict softmax train softmax tune stats svm eval svm info svm predict svm train svm tune synth texton train texture threshold' ;;
    adaboost eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    adaboost info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    adaboost predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    adaboost train)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --rounds | --depth | --rate | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--rounds --depth --rate --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    adaboost tune)
      case "$previous" in
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --rounds | --depth | --rate | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--rounds --depth --rate --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bank)
      case "$previous" in
        --bank) words='lm schmid mr8 gabor' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --scales | --orientations | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--bank --scales --orientations --border --show --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bayes eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bayes info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bayes predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bayes train)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --smoothing | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--smoothing --uniform-prior --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bayes tune)
      case "$previous" in
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --smoothing | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--smoothing --uniform-prior --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bilateral)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --sigma-space | --sigma-range | --radius | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--sigma-space --sigma-range --radius --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bow)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --words | --grid | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--words --grid --root --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    bow train)
      case "$previous" in
        --points) words='dense sift' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --words | --cell | --step | --smooth | --contrast | --size | --samples | --seed | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--words --points --cell --step --smooth --contrast --size --samples --seed --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    box)
      case "$previous" in
        --alpha) words='premultiplied straight' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--split --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data cifar100)
      case "$previous" in
        --split) words='train test all' ;;
        --labels) words='fine coarse' ;;
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--split --labels --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data csv)
      case "$previous" in
        --header) words='auto yes no' ;;
        --separator) words='comma tab semicolon' ;;
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --label-column | --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--label-column --header --separator --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data folders)
      case "$previous" in
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data labelmaps)
      case "$previous" in
        --give) words='both pictures labels' ;;
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--give --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data libsvm)
      case "$previous" in
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --dimensions | --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--dimensions --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data list)
      case "$previous" in
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data mnist)
      case "$previous" in
        --split) words='train test all' ;;
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --class-names | --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--split --class-names --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data ucr)
      case "$previous" in
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data voc)
      case "$previous" in
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --split | --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--split --crop --classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    data volume)
      case "$previous" in
        --part) words='train test' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --classes | --fold | --holdout | --per-class | --skip | --take | --seed | -o | --output | --quality | --png-compression | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--classes --fold --holdout --part --shuffle --per-class --skip --take --seed --info --output --json --format --depth --quality --png-compression --meta --strip --force --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    denoise)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    denoise train)
      case "$previous" in
        --optimizer) words='adam adamw sgd momentum nesterov adagrad rmsprop' ;;
        --schedule) words='constant step exponential cosine inverse plateau' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --net | --set | --sigma | --patch | --patches | --epochs | --batch | --rate | --decay | --step-epochs | --warm-up | --momentum | --weight-decay | --clip | --average | --patience | --seed | --validation | --checkpoint | --init | --freeze | --log | --report | -o | --output | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--net --set --sigma --patch --patches --epochs --batch --optimizer --rate --schedule --decay --step-epochs --warm-up --momentum --weight-decay --clip --average --patience --seed --validation --checkpoint --init --freeze --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    derivative)
      case "$previous" in
        --axis) words='x y' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --order | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--axis --order --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    embed)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --layer | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --layer --flat --batch --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    flip)
      case "$previous" in
        --axis) words='x y both' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--horizontal --vertical --axis --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    forest eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    forest info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    forest predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    forest train)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --trees | --features | --max-depth | --min-leaf | --seed | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--trees --features --max-depth --min-leaf --no-bootstrap --seed --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    forest tune)
      case "$previous" in
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --trees | --features | --max-depth | --min-leaf | --seed | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--trees --features --max-depth --min-leaf --no-bootstrap --seed --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    gaussian)
      case "$previous" in
        --method) words='auto fir multirate' ;;
        --alpha) words='premultiplied straight' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --sigma | --sigma-x | --sigma-y | --truncate | --order | --order-x | --order-y | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--sigma --sigma-x --sigma-y --truncate --order --order-x --order-y --method --border --alpha --linear --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    gist)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | --scales | --orientations | --grid | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--size --scales --orientations --grid --no-prefilter --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    gray)
      case "$previous" in
        --weights) words='601 709 average' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--weights --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    hog)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --cell | --block | --stride | --bins | --sigma | --clip | --size | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--cell --block --stride --bins --signed --sigma --clip --sqrt --size --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
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
    inspect)
      case "$previous" in
        --show) words='filters activations patches saliency occlusion' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --layer | --unit | --top | --class | --patch | --stride | --size | --neighbours | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --show --layer --unit --top --class --patch --stride --size --neighbours --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    knn eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    knn info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    knn predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    knn train)
      case "$previous" in
        --distance) words='l1 l2 cosine chi2' ;;
        --weights) words='uniform distance' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -k | --k | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--k --distance --weights --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    knn tune)
      case "$previous" in
        --distance) words='l1 l2 cosine chi2' ;;
        --weights) words='uniform distance' ;;
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -k | --k | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--k --distance --weights --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    laplacian)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --sigma | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--sigma --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    lbp)
      case "$previous" in
        --mapping) words='uniform riu2 ri none' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --points | --radius | --grid | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--points --radius --mapping --grid --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    linear eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    linear info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    linear predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    linear train)
      case "$previous" in
        --loss) words='squares logistic' ;;
        --penalty) words='l1 l2 elastic' ;;
        --optimizer) words='auto dual normal lbfgs newton gd sgd minibatch momentum nesterov adagrad rmsprop adam' ;;
        --schedule) words='constant step exponential cosine inverse' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --l1-ratio | -c | --c | --lambda | --rate | --decay | --step-epochs | --warmup | --momentum | --batch | --epochs | --tolerance | --seed | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--loss --penalty --l1-ratio --c --lambda --optimizer --rate --schedule --decay --step-epochs --warmup --momentum --batch --epochs --tolerance --seed --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    linear tune)
      case "$previous" in
        --loss) words='squares logistic' ;;
        --penalty) words='l1 l2 elastic' ;;
        --optimizer) words='auto dual normal lbfgs newton gd sgd minibatch momentum nesterov adagrad rmsprop adam' ;;
        --schedule) words='constant step exponential cosine inverse' ;;
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --l1-ratio | -c | --c | --lambda | --rate | --decay | --step-epochs | --warmup | --momentum | --batch | --epochs | --tolerance | --seed | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--loss --penalty --l1-ratio --c --lambda --optimizer --rate --schedule --decay --step-epochs --warmup --momentum --batch --epochs --tolerance --seed --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    median)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --radius | --size | --percentile | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--radius --size --percentile --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    mlp eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    mlp info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    mlp predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    mlp train)
      case "$previous" in
        --activation) words='relu tanh' ;;
        --optimizer) words='adam sgd momentum nesterov adagrad rmsprop' ;;
        --schedule) words='constant step exponential cosine inverse' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --hidden | --rate | --decay | --step-epochs | --momentum | --batch | --epochs | --dropout | --weight-decay | --seed | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--hidden --activation --optimizer --rate --schedule --decay --step-epochs --momentum --batch --epochs --dropout --weight-decay --seed --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    mlp tune)
      case "$previous" in
        --activation) words='relu tanh' ;;
        --optimizer) words='adam sgd momentum nesterov adagrad rmsprop' ;;
        --schedule) words='constant step exponential cosine inverse' ;;
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --hidden | --rate | --decay | --step-epochs | --momentum | --batch | --epochs | --dropout | --weight-decay | --seed | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--hidden --activation --optimizer --rate --schedule --decay --step-epochs --momentum --batch --epochs --dropout --weight-decay --seed --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    montage)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --radius | --size | --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--op --shape --radius --size --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    net eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    net info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --input | --set | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --input --set --training --dot --words --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    net predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | --stride | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --slide --stride --scores --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    net train)
      case "$previous" in
        --optimizer) words='adam adamw sgd momentum nesterov adagrad rmsprop' ;;
        --schedule) words='constant step exponential cosine inverse plateau' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --net | --set | --input | --epochs | --batch | --rate | --decay | --step-epochs | --warm-up | --momentum | --weight-decay | --clip | --average | --patience | --seed | --shift | --zoom | --turn | --brightness | --contrast | --colour | --cutout | --noise | --mixup | --validation | --checkpoint | --init | --freeze | --size | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--net --set --input --epochs --batch --optimizer --rate --schedule --decay --step-epochs --warm-up --momentum --weight-decay --clip --average --patience --seed --mirror --shift --zoom --turn --brightness --contrast --colour --cutout --noise --mixup --validation --checkpoint --init --freeze --replace-head --size --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    net tune)
      case "$previous" in
        --optimizer) words='adam adamw sgd momentum nesterov adagrad rmsprop' ;;
        --schedule) words='constant step exponential cosine inverse plateau' ;;
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --net | --set | --input | --epochs | --batch | --rate | --decay | --step-epochs | --warm-up | --momentum | --weight-decay | --clip | --average | --patience | --seed | --shift | --zoom | --turn | --brightness | --contrast | --colour | --cutout | --noise | --mixup | --validation | --checkpoint | --init | --freeze | --size | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--net --set --input --epochs --batch --optimizer --rate --schedule --decay --step-epochs --warm-up --momentum --weight-decay --clip --average --patience --seed --mirror --shift --zoom --turn --brightness --contrast --colour --cutout --noise --mixup --validation --checkpoint --init --freeze --replace-head --size --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    noise)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--size --gray --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    pool)
      case "$previous" in
        --op) words='max average min' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | --stride | --pad | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--op --size --stride --pad --ceil --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | --stride | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --slide --stride --scores --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    resize)
      case "$previous" in
        --filter) words='nearest box linear cubic lanczos3' ;;
        --alpha) words='premultiplied straight' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
    sift)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --octaves | --scales | --contrast | --edge | --limit | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--octaves --scales --contrast --edge --limit --undoubled --show --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    sobel)
      case "$previous" in
        --axis) words='x y both' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --border | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--axis --magnitude --angle --normalize --border --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    softmax eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    softmax info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    softmax predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    softmax train)
      case "$previous" in
        --penalty) words='l1 l2 elastic' ;;
        --optimizer) words='auto dual normal lbfgs newton gd sgd minibatch momentum nesterov adagrad rmsprop adam' ;;
        --schedule) words='constant step exponential cosine inverse' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --l1-ratio | -c | --c | --lambda | --rate | --decay | --step-epochs | --warmup | --momentum | --batch | --epochs | --tolerance | --seed | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--penalty --l1-ratio --c --lambda --optimizer --rate --schedule --decay --step-epochs --warmup --momentum --batch --epochs --tolerance --seed --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    softmax tune)
      case "$previous" in
        --penalty) words='l1 l2 elastic' ;;
        --optimizer) words='auto dual normal lbfgs newton gd sgd minibatch momentum nesterov adagrad rmsprop adam' ;;
        --schedule) words='constant step exponential cosine inverse' ;;
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --l1-ratio | -c | --c | --lambda | --rate | --decay | --step-epochs | --warmup | --momentum | --batch | --epochs | --tolerance | --seed | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--penalty --l1-ratio --c --lambda --optimizer --rate --schedule --decay --step-epochs --warmup --momentum --batch --epochs --tolerance --seed --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
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
    svm eval)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --confusion | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --confusion --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    svm info)
      case "$previous" in
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | -o | --output | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --output --json --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    svm predict)
      case "$previous" in
        --views) words='whole mirror crops:5 crops:10' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        -m | --model | --top | --batch | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--model --views --top --label --batch --output --json --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    svm train)
      case "$previous" in
        --kernel) words='linear rbf poly chi2' ;;
        --loss) words='crammer-singer multiclass-hinge hinge squared-hinge' ;;
        --penalty) words='l1 l2 elastic' ;;
        --optimizer) words='auto dual normal lbfgs newton gd sgd minibatch momentum nesterov adagrad rmsprop adam' ;;
        --schedule) words='constant step exponential cosine inverse' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --l1-ratio | -c | --c | --lambda | --rate | --decay | --step-epochs | --warmup | --momentum | --batch | --epochs | --tolerance | --seed | --gamma | --coef0 | --degree | --cache | --preprocess | --holdout | --log | --report | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--kernel --loss --penalty --l1-ratio --c --lambda --optimizer --rate --schedule --decay --step-epochs --warmup --momentum --batch --epochs --tolerance --seed --gamma --coef0 --degree --cache --no-shrinking --preprocess --holdout --log --report --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    svm tune)
      case "$previous" in
        --kernel) words='linear rbf poly chi2' ;;
        --loss) words='crammer-singer multiclass-hinge hinge squared-hinge' ;;
        --penalty) words='l1 l2 elastic' ;;
        --optimizer) words='auto dual normal lbfgs newton gd sgd minibatch momentum nesterov adagrad rmsprop adam' ;;
        --schedule) words='constant step exponential cosine inverse' ;;
        --search) words='grid random' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --l1-ratio | -c | --c | --lambda | --rate | --decay | --step-epochs | --warmup | --momentum | --batch | --epochs | --tolerance | --seed | --gamma | --coef0 | --degree | --cache | --vary | --points | --trials | --refine | --folds | --repeats | --fold-seed | --preprocess | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--kernel --loss --penalty --l1-ratio --c --lambda --optimizer --rate --schedule --decay --step-epochs --warmup --momentum --batch --epochs --tolerance --seed --gamma --coef0 --degree --cache --no-shrinking --vary --search --points --trials --refine --folds --repeats --fold-seed --preprocess --output --json --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    synth)
      case "$previous" in
        --scene) words='shapes textures texture digits digit cells street' ;;
        --what) words='picture labels instances' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --size | --count | --first | --seed | --labels | --instances | -o | --output | --quality | --png-compression | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--scene --size --count --first --seed --what --labels --instances --output --format --depth --quality --png-compression --meta --strip --force --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    texton train)
      case "$previous" in
        --bank) words='lm schmid mr8 gabor' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --scales | --orientations | --border | --clusters | --pixels | --seed | -o | --output | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--bank --scales --orientations --border --clusters --pixels --seed --output --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    texture)
      case "$previous" in
        --bank) words='lm schmid mr8 gabor' ;;
        --normalize) words='none contrast' ;;
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
        --depth) words='u8 u16 f32' ;;
        --meta) words='auto always never' ;;
        --progress) words='auto always never' ;;
        --color) words='auto always never' ;;
        --scales | --orientations | --border | --stats | --textons | -o | --output | --quality | --png-compression | --files-from | --axes | --max-pixels | --labels | -j | --threads | --max-memory) return ;;
        *) [[ $current == -* ]] && words='--bank --scales --orientations --border --stats --normalize --textons --output --format --depth --quality --png-compression --meta --strip --force --files-from --null --axes --allow-truncated --allow-empty --no-orient --fail-fast --max-pixels --labels --threads --max-memory --progress --color --quiet --verbose -h --help --version' ;;
      esac
      ;;
    threshold)
      case "$previous" in
        -f | --format) words='png jpg pnm pbm pgm ppm pam pfm npy csv libsvm' ;;
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
