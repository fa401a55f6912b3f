// Words and runs that passwords of twelve and more characters are most often made of: the world's favourites,
// keyboard runs, and the words of this place and trade. Written folded, as `matchKey` folds what is typed.
const WORLD = `
	password passwort passw0rd passcode passphrase secret login user username account admin administrator root
	welcome letmein changeme default temp temporary test testing tester demo sample example guest master hello
	iloveyou love lovely sunshine princess dragon monkey football baseball superman batman pokemon starwars
	shadow flower summer winter spring autumn freedom whatever trustno computer internet office server system
	security secure google facebook instagram whatsapp microsoft windows samsung iphone apple
	qwerty qwertyui qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbnm zxcvbn qazwsx qazwsxedc azerty abc abcd abcdef
	abcdefgh abcdefghijkl abcdefghijklmnop aaaa new old my the is in of and one two three your name
	january february march april may june july august september october november december
	monday tuesday wednesday thursday friday saturday sunday`;
const LOCAL = `
	sharaka shraka شراكه bahrain albahrain البحرين بحرين manama المنامه muharraq المحرق riffa الرفاع isatown
	sitra ستره hamad khalifa jordan الاردن amman عمان gulf khaleej الخليج pearl lulu لولو dilmun
	ministry وزاره الوزاره social اجتماعي development التنميه تنميه mosd society societies جمعيه الجمعيه جمعيات
	charity خيريه program programs برنامج dashboard kingdom مملكه
	muhammad mohammed mohammad mohamed محمد ahmed ahmad احمد ali علي hassan حسن hussain hussein حسين fatima فاطمه
	maryam مريم zainab زينب abdullah عبدالله yousif يوسف khalid خالد noor نور sara ساره
	allah الله bismillah بسم الرحمن الرحيم inshallah mashallah alhamdulillah الحمد لله رمضان ramadan
	كلمه المرور كلمهالمرور السر مرحبا اهلا حبيبي habibi سري جديد`;

const WORDS: ReadonlySet<string> = new Set(`${WORLD}${LOCAL}`.split(/\s+/).filter(Boolean));
export const LONGEST_WORD = Math.max(...[...WORDS].map((word) => word.length));

/** Whether a folded word is one that passwords are commonly made of. */
export function isCommonWord(word: string): boolean {
	return WORDS.has(word);
}
