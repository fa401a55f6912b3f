import type { Reference, UnitRow } from '../pack.ts';

const ORPHANS = 'https://akhbar-alkhaleej.com/news/article/1397335';
const EID = 'https://alwatannews.net/ampArticle/832102';
const FAMILIES = 'https://alwatannews.net/ampArticle/828112';
const RAMADAN = 'https://alwatannews.net/article/875595/';
const SERVICES = 'https://alwatannews.net/bahrain/article/1105049/';
const HUMANITARIAN = 'https://alwatannews.net/Specialist/article/920547/';
const CASES = 'https://newsofbahrain.com/bahrain/103185.html';
const ANNUAL = 'https://isatown.org/articles/%d9%88-%d9%84%d9%84%d8%ae%d9%8a%d8%b1-%d9%85%d9%82%d8%a7%d9%84/';
const HOURS = 'https://albalad.news/bahrain-news/1921';
const OWN_TYPE = 'Own choice: work of societies that hands nothing over.';
const OWN_UNIT = 'Own choice: unit of a thing the societies’ aid types hand over.';

/** What is given or done. */
export const aidTypes: readonly Reference[] = [
	{ code: 'sponsorship', ar: 'كفالة شهرية', en: 'Monthly sponsorship', source: ORPHANS },
	{ code: 'cash', ar: 'مساعدة نقدية', en: 'Cash assistance', source: RAMADAN },
	{ code: 'food_basket', ar: 'سلة غذائية', en: 'Food basket', source: SERVICES },
	{ code: 'iftar', ar: 'إفطار صائم', en: 'Iftar meals', source: SERVICES },
	{ code: 'meals', ar: 'وجبات', en: 'Meals', source: SERVICES },
	{ code: 'eid_clothing', ar: 'كسوة العيد والعيدية', en: 'Eid clothing and gift', source: EID },
	{ code: 'zakat_fitr', ar: 'زكاة الفطر', en: 'Zakat al-Fitr', source: SERVICES },
	{ code: 'sacrifice', ar: 'أضاحي', en: 'Eid sacrifice', source: FAMILIES },
	{ code: 'school_bag', ar: 'حقيبة مدرسية', en: 'School bag', source: FAMILIES },
	{ code: 'study_support', ar: 'رسوم دراسية', en: 'Study support', source: RAMADAN },
	{ code: 'treatment', ar: 'علاج', en: 'Treatment', source: RAMADAN },
	{ code: 'aids', ar: 'نظارات وأجهزة مساعدة', en: 'Glasses and assistive aids', source: FAMILIES },
	{ code: 'home_repair', ar: 'ترميم منازل', en: 'Home repair', source: FAMILIES },
	{ code: 'appliances', ar: 'أجهزة منزلية', en: 'Home appliances', source: FAMILIES },
	{
		code: 'rent',
		ar: 'دعم الإيجار',
		en: 'Rent support',
		source: 'http://80.241.146.114/AAK/12484/article/28606.html',
	},
	{ code: 'hardship', ar: 'تفريج كربة', en: 'Relief of hardship', source: FAMILIES },
	{ code: 'wedding', ar: 'زواج جماعي', en: 'Group wedding', source: 'http://medadcenter.com/dialogues/751' },
	{ code: 'training', ar: 'تدريب وتمكين', en: 'Training and empowerment', source: HUMANITARIAN },
	{ code: 'day_care', ar: 'رعاية نهارية', en: 'Day care', source: CASES },
	{ code: 'water', ar: 'سقيا ماء', en: 'Water', source: SERVICES },
	{ code: 'endowment', ar: 'وقف', en: 'Endowment', source: HUMANITARIAN },
	{ code: 'consultation', ar: 'استشارة وإرشاد', en: 'Consultation and guidance', source: CASES },
	{ code: 'awareness', ar: 'توعية وفعاليات', en: 'Awareness and events', source: OWN_TYPE, own: true },
	{ code: 'environment', ar: 'عمل بيئي', en: 'Environmental work', source: OWN_TYPE, own: true },
	{ code: 'unspecified', ar: 'نوع غير محدد', en: 'Not specified', source: OWN_TYPE, own: true },
];

/** Units of delivery. Persons are reach, never a delivery, and unlike units are never added. */
export const units: readonly UnitRow[] = [
	{ code: 'family', ar: 'أسرة', en: 'Family', source: ANNUAL },
	{ code: 'meal', ar: 'وجبة', en: 'Meal', contact: true, source: SERVICES },
	{ code: 'basket', ar: 'سلة', en: 'Basket', contact: true, source: SERVICES },
	{ code: 'session', ar: 'جلسة', en: 'Session', contact: true, source: CASES },
	{ code: 'visit', ar: 'زيارة', en: 'Visit', contact: true, source: OWN_UNIT, own: true },
	{ code: 'sponsorship_month', ar: 'شهر كفالة', en: 'Month of sponsorship', contact: true, source: ORPHANS },
	{ code: 'item', ar: 'قطعة', en: 'Item', source: OWN_UNIT, own: true },
	{ code: 'request', ar: 'طلب مساعدة', en: 'Aid request', source: ANNUAL },
	{ code: 'course', ar: 'دورة', en: 'Course', source: CASES },
	{ code: 'house', ar: 'منزل', en: 'House', source: OWN_UNIT, own: true },
	{ code: 'month', ar: 'شهر إيجار', en: 'Month of rent', source: OWN_UNIT, own: true },
	{ code: 'event', ar: 'فعالية', en: 'Event', source: OWN_UNIT, own: true },
	{ code: 'hour', ar: 'ساعة', en: 'Hour', source: HOURS },
];
