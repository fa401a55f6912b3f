/** Invented stems of society names by category, each used once. */
const STEMS: Readonly<Record<string, string>> = {
	charitable: `
النخيل|Al-Nakheel
دانة البحر|Danat Al-Bahr
غصن الياسمين|Ghusn Al-Yasmin
ضفاف العطاء|Difaf Al-Ataa
ظلال السدر|Dhilal Al-Sidr
عين العذب|Ain Al-Athb
شراع الأمل|Shiraa Al-Amal
ينابيع البر|Yanabee Al-Birr
قطوف|Qutoof
بستان الرحمة|Bustan Al-Rahma
نسيم الفجر|Naseem Al-Fajr
سواقي النخل|Sawaqi Al-Nakhl
موج|Mawj
أجنحة العطاء|Ajnihat Al-Ataa
مرفأ السكينة|Marfa Al-Sakina
زهر الليمون|Zahr Al-Laymoon
حبة القمح|Habbat Al-Qamh
كفوف الندى|Kufoof Al-Nada
سحابة|Sahaba
جذور الأرض|Juthoor Al-Ard
نافذة الضوء|Nafithat Al-Daw
غيمة المطر|Ghaymat Al-Matar
سلال الورد|Silal Al-Ward
رفيف|Rafeef
بوابة الرجاء|Bawwabat Al-Raja
شموع الدرب|Shumoo Al-Darb
لؤلؤ الأعماق|Lulu Al-Aamaq
بيادر الضحى|Bayadir Al-Duha
طيف المرجان|Tayf Al-Marjan
ساقية الفلج|Saqiyat Al-Falaj
سفينة العون|Safinat Al-Awn
وادي الكرم|Wadi Al-Karam
عبق الريحان|Abaq Al-Rayhan
هديل|Hadeel
سعفة|Saafa
عناقيد العطاء|Anaqeed Al-Ataa
نداوة الصبح|Nadawat Al-Subh
ثمار الغرس|Thimar Al-Ghars
جدائل النخل|Jadail Al-Nakhl
سنبلة البحر|Sunbulat Al-Bahr
نبع الديرة|Naba Al-Deera`,
	islamic: `
روضة الصبر|Rawdat Al-Sabr
مشكاة البيوت|Mishkat Al-Buyoot
نهر المعروف|Nahr Al-Maaroof
ركن الإحسان|Rukn Al-Ihsan
خطى الإحسان|Khuta Al-Ihsan
يمامة السلام|Yamamat Al-Salam
أشرعة البر|Ashriat Al-Birr`,
	social: `
دار الألفة|Dar Al-Ulfa
جسر المحبة|Jisr Al-Mahabba
بيت الوفاء|Bayt Al-Wafa
نبض الحي|Nabd Al-Hayy
وصل|Wasl
أكف متصلة|Akuff Muttasila
دفء المجالس|Dif Al-Majalis
رسائل الود|Rasail Al-Wudd
ميناء الأمان|Meenaa Al-Aman
درب السعادة|Darb Al-Saada
حنايا|Hanaya
مرسى المودة|Marsa Al-Mawadda`,
	women: `
سواعد البيت|Sawaed Al-Bayt
أنامل|Anamil
نسج|Nasj
أم النوارس|Um Al-Nawaris
خيوط الذهب|Khuyoot Al-Thahab
بنات المرجان|Banat Al-Marjan
وشائج|Washaij
عطر المكان|Itr Al-Makan
رحيق|Raheeq`,
	youth: `
غراس المستقبل|Ghiras Al-Mustaqbal
مجداف|Mijdaf
همم الساحل|Himam Al-Sahel
آفاق الجيل|Afaq Al-Jeel
نبراس الفتية|Nibras Al-Fitya
بصيص|Basees
رواد الموج|Ruwwad Al-Mawj
انطلاقة الشمال|Intilaqat Al-Shamal
ألوان الغد|Alwan Al-Ghad
خطوة الفجر|Khutwat Al-Fajr`,
	professional: `
نبض العيادة|Nabd Al-Iyada
سور العلم|Soor Al-Ilm
قلم وحساب|Qalam wa Hisab
ترس|Turs
شبكة الخبرة|Shabakat Al-Khibra
مسبار|Misbar
محبرة|Mahbara
ميزان المعرفة|Mizan Al-Marifa
بوصلة|Bawsala
أفكار متجددة|Afkar Mutajaddida`,
	cultural: `
هيرات|Hayrat
دفاتر الغوص|Dafatir Al-Ghaws
صدى الفريج|Sada Al-Fareej
رواشن|Rawashin
مقام النغم|Maqam Al-Nagham
حكاية نخلة|Hikayat Nakhla`,
	human_rights: `
منبر الإنصاف|Minbar Al-Insaf
صوت العدل|Sawt Al-Adl
كرامتنا|Karamatuna`,
	cooperative: `
سلة الحي|Sallat Al-Hayy
تموين الدار|Tamween Al-Dar
بركة البيت|Barakat Al-Bayt
رزق|Rizq`,
	foundation: `
أوقاف السدرة|Awqaf Al-Sidra
مدد البيوت|Madad Al-Buyoot
عون الجار|Awn Al-Jar
غيث الخليج|Ghayth Al-Khaleej
ذخر الأجيال|Thukhr Al-Ajyal
نماء السواحل|Namaa Al-Sawahil
أثر باق|Athar Baqi`,
	relief: `
إسناد المنكوب|Isnad Al-Mankoob
قافلة الغيث|Qafilat Al-Ghayth`,
	disability: `
همة بلا حدود|Himma Bila Hudood
بصمة قادر|Basmat Qadir`,
	elderly: `
أنس الوالدين|Uns Al-Walidayn`,
	gulf: `
ملتقى السواحل|Multaqa Al-Sawahil`,
	friendship: `
جسور القارات|Jusoor Al-Qarrat`,
	foreign_society: `
بيت القادمين|Bayt Al-Qadimeen
ضيوف الجزيرة|Duyoof Al-Jazeera`,
	foreign_club: `
مرسى الأصدقاء|Marsa Al-Asdiqa`,
	church: `
باب السلام القديم|Bab Al-Salam`,
};

/** Working titles a society puts before a program's plain name. */
const TITLES = `
زاد|Zad
دفء|Dif
سند|Sanad
إشراقة|Ishraqa
بذرة|Bithra
رفقة|Rifqa
عون|Awn
نماء|Namaa
همة|Himma
أثر|Athar
وئام|Wiam
بهجة|Bahja
غيمة|Ghayma
مدد|Madad
نبض|Nabd
سلسبيل|Salsabeel
خطوة|Khutwa
ملاذ|Malath
بشائر|Bashair
ظل|Dhil
مسار|Masar
وصال|Wisal
ثمرة|Thamra
أنس|Uns
روافد|Rawafid
بادر|Badir
عطاء|Ataa
مرسى|Marsa
أمان|Aman
قطرة|Qatra
يسر|Yusr
لمسة|Lamsa
جود|Jood
رؤى|Ruaa
ألفة|Ulfa
شعلة|Shula
نسمة|Nasma
كنف|Kanaf
سكن|Sakan
بصمة|Basma
إحياء|Ihyaa
تآزر|Taazur
ودق|Wadq
غراس|Ghiras
منهل|Manhal
رجاء|Rajaa
سراج|Siraj
حنان|Hanan
مودة|Mawadda
فزعة|Fazaa
`;

export type Pair = readonly [ar: string, en: string];

const pairs = (text: string): readonly Pair[] =>
	text
		.trim()
		.split('\n')
		.map((line) => line.split('|') as [string, string]);

/** Name stems by category, in the order in which societies get them. */
export const stems: readonly (readonly [category: string, stems: readonly Pair[]])[] = Object.entries(
	STEMS,
).map(([category, text]) => [category, pairs(text)] as const);

/** Working titles for programs. */
export const titles: readonly Pair[] = pairs(TITLES);

type Pattern = (stem: Pair) => Pair;

const pattern =
	(ar: string, en: string): Pattern =>
	([stemAr, stemEn]) => [ar.replace('%', stemAr), en.replace('%', stemEn)];

/** How a category puts a name together; `%` is the stem. */
export const societyNames: Readonly<Record<string, readonly Pattern[]>> = {
	charitable: [pattern('جمعية % الخيرية', '% Charity Society')],
	islamic: [pattern('جمعية % الإسلامية', '% Islamic Society')],
	social: [
		pattern('جمعية % الاجتماعية', '% Social Society'),
		pattern('جمعية % للتنمية', '% Development Society'),
	],
	women: [pattern('جمعية % النسائية', '% Women’s Society')],
	youth: [pattern('جمعية % الشبابية', '% Youth Society')],
	professional: [
		pattern('جمعية % للمهن الصحية', '% Society of Health Professions'),
		pattern('جمعية % للمعلمين', '% Teachers’ Society'),
		pattern('جمعية % للمحاسبين', '% Accountants’ Society'),
		pattern('جمعية % للمهندسين', '% Engineers’ Society'),
		pattern('جمعية % لتقنية المعلومات', '% Information Technology Society'),
	],
	cultural: [pattern('جمعية % الثقافية', '% Cultural Society')],
	human_rights: [pattern('جمعية % الحقوقية', '% Rights Society')],
	cooperative: [pattern('جمعية % التعاونية', '% Cooperative Society')],
	foundation: [pattern('مؤسسة % الإنسانية', '% Humanitarian Foundation')],
	relief: [pattern('جمعية % للإغاثة', '% Relief Society')],
	disability: [pattern('جمعية % لذوي الإعاقة', '% Society for People with Disabilities')],
	elderly: [pattern('جمعية % لكبار السن', '% Society for Older People')],
	gulf: [pattern('جمعية % الخليجية', '% Gulf Society')],
	friendship: [pattern('جمعية % للصداقة', '% Friendship Society')],
	foreign_society: [pattern('جمعية % للجالية', '% Community Society')],
	foreign_club: [pattern('نادي % الاجتماعي', '% Social Club')],
	church: [pattern('كنيسة %', '% Church')],
};
