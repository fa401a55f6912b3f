import type { AgeBandRow, Reference } from '../pack.ts';

const ORPHANS = 'https://akhbar-alkhaleej.com/news/article/1397335';
const RAMADAN = 'https://alwatannews.net/article/875595/';
const SERVICES = 'https://alwatannews.net/bahrain/article/1105049/';
const WIDOWS = 'http://www.tradearabia.com/news/LAW_206903.html';
const LAW = 'https://legalaffairs.gov.bh/Legislation/HTM/O3307';
const CLOTHING = 'https://alwatannews.net/ampArticle/828112';
const OWN_SECTOR = 'Own choice: grouping of the programs the societies publish.';
const OWN_SEGMENT = 'Own choice: for programs that serve nobody in particular, or when it is not known.';
const OWN_AGES =
	'Own choice: children, youth, adults and older people as program reports usually tell them apart.';

/** What programs work on. */
export const sectors: readonly Reference[] = [
	{ code: 'relief_care', ar: 'الرعاية والإغاثة', en: 'Care and relief', source: OWN_SECTOR, own: true },
	{ code: 'education', ar: 'التعليم والتدريب', en: 'Education and training', source: OWN_SECTOR, own: true },
	{ code: 'health', ar: 'الصحة والوقاية', en: 'Health and prevention', source: OWN_SECTOR, own: true },
	{ code: 'livelihood', ar: 'تمكين الأسر المنتجة', en: 'Productive families', source: OWN_SECTOR, own: true },
	{
		code: 'elderly_disability',
		ar: 'كبار السن وذوو الإعاقة',
		en: 'Older people and disability',
		source: OWN_SECTOR,
		own: true,
	},
	{
		code: 'youth_volunteering',
		ar: 'الشباب والتطوع',
		en: 'Youth and volunteering',
		source: OWN_SECTOR,
		own: true,
	},
	{ code: 'housing', ar: 'السكن والمعيشة', en: 'Housing and living', source: OWN_SECTOR, own: true },
	{
		code: 'awareness',
		ar: 'التوعية والإرشاد الأسري',
		en: 'Awareness and family guidance',
		source: OWN_SECTOR,
		own: true,
	},
	{
		code: 'environment_heritage',
		ar: 'البيئة والتراث',
		en: 'Environment and heritage',
		source: OWN_SECTOR,
		own: true,
	},
];

/** Whom programs serve; the first five lead the charts. */
export const segments: readonly Reference[] = [
	{ code: 'needy_families', ar: 'الأسر المتعففة', en: 'Families in need', source: RAMADAN },
	{ code: 'orphans', ar: 'الأيتام', en: 'Orphans', source: ORPHANS },
	{ code: 'students', ar: 'الطلبة', en: 'Pupils and students', source: RAMADAN },
	{ code: 'elderly', ar: 'كبار السن', en: 'Older people', source: LAW },
	{ code: 'disability', ar: 'ذوو الإعاقة', en: 'People with disabilities', source: LAW },
	{ code: 'low_income', ar: 'ذوو الدخل المحدود', en: 'Low-income people', source: CLOTHING },
	{ code: 'widows', ar: 'الأرامل', en: 'Widows', source: WIDOWS },
	{ code: 'divorced', ar: 'المطلقات', en: 'Divorced women', source: WIDOWS },
	{ code: 'patients', ar: 'المرضى', en: 'Patients', source: RAMADAN },
	{ code: 'couples', ar: 'الشباب المقبلون على الزواج', en: 'Couples about to marry', source: CLOTHING },
	{ code: 'labourers', ar: 'العمالة وعابرو السبيل', en: 'Labourers and passers-by', source: SERVICES },
	{ code: 'refugees', ar: 'اللاجئون والمنكوبون', en: 'Refugees and disaster victims', source: SERVICES },
	{ code: 'youth', ar: 'الشباب', en: 'Youth', source: OWN_SEGMENT, own: true },
	{ code: 'public', ar: 'عموم الأهالي', en: 'General public', source: OWN_SEGMENT, own: true },
	{ code: 'unspecified', ar: 'فئة غير محددة', en: 'Not specified', source: OWN_SEGMENT, own: true },
];

/** Age in completed years at the time of the service. */
export const ageBands: readonly AgeBandRow[] = [
	{ code: '0_14', ar: '0–14 سنة', en: '0–14', min: 0, max: 14, source: OWN_AGES, own: true },
	{ code: '15_29', ar: '15–29 سنة', en: '15–29', min: 15, max: 29, source: OWN_AGES, own: true },
	{ code: '30_59', ar: '30–59 سنة', en: '30–59', min: 30, max: 59, source: OWN_AGES, own: true },
	{ code: '60_plus', ar: '60 سنة فأكثر', en: '60 and over', min: 60, source: OWN_AGES, own: true },
	{ code: 'unknown', ar: 'العمر غير معروف', en: 'Age not known', source: OWN_AGES, own: true },
];
