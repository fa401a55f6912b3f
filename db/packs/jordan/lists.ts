import type { AgeBandRow, Reference, UnitRow } from '../pack.ts';

const SECTOR = 'Column “sector” of the inter-agency reporting file; Arabic names are our own.';
const POPULATION = 'Column “poptype” of the inter-agency reporting file; Arabic names are our own.';
const GENDER =
	'Column “Gender” of the inter-agency reporting file: men and women are adults, boys and girls children.';
const UNITS = 'Column “Units” of the reporting and plan files; names are our own reading.';
const OWN = 'Own choice: the files do not say.';

/** Every organisation of the files is a reporting partner; they tell no other kind. */
export const categories: readonly Reference[] = [
	{ code: 'partner_organisation', ar: 'شريك منفذ', en: 'Implementing partner', source: OWN, own: true },
];

/** Sectors after the variants of spelling are one. */
export const sectors: readonly Reference[] = [
	{ code: 'basic_needs', ar: 'الاحتياجات الأساسية', en: 'Basic needs', source: SECTOR },
	{ code: 'education', ar: 'التعليم', en: 'Education', source: SECTOR },
	{ code: 'food_livelihood', ar: 'الغذاء وسبل العيش', en: 'Food and livelihoods', source: SECTOR },
	{ code: 'health', ar: 'الصحة', en: 'Health', source: SECTOR },
	{ code: 'protection', ar: 'الحماية', en: 'Protection', source: SECTOR },
	{ code: 'shelter', ar: 'المأوى', en: 'Shelter', source: SECTOR },
	{ code: 'wash', ar: 'المياه والإصحاح والنظافة', en: 'Water, sanitation and hygiene', source: SECTOR },
];

/** Groups of people. */
export const segments: readonly Reference[] = [
	{ code: 'urban', ar: 'لاجئون في المدن', en: 'Urban refugees', source: POPULATION },
	{ code: 'camp', ar: 'لاجئون في المخيمات', en: 'Camp refugees', source: POPULATION },
	{ code: 'host_community', ar: 'المجتمع المضيف', en: 'Host community', source: POPULATION },
	{ code: 'other_affected', ar: 'متأثرون آخرون', en: 'Other affected people', source: POPULATION },
	{ code: 'unspecified', ar: 'فئة غير محددة', en: 'Not specified', source: OWN, own: true },
];

/** The files tell children from adults only. */
export const ageBands: readonly AgeBandRow[] = [
	{ code: 'child', ar: 'أطفال (0–17)', en: 'Children (0–17)', min: 0, max: 17, source: GENDER },
	{ code: 'adult', ar: 'بالغون (18+)', en: 'Adults (18+)', min: 18, source: GENDER },
	{ code: 'unknown', ar: 'العمر غير معروف', en: 'Age not known', source: GENDER },
];

/** The files do not say what kind of aid a line is. */
export const aidTypes: readonly Reference[] = [
	{ code: 'unspecified', ar: 'نوع غير محدد', en: 'Not specified', source: OWN, own: true },
];

const unit = (code: string, ar: string, en: string): UnitRow => ({ code, ar, en, source: UNITS });

/** Codes are the normalised strings of the files; variants of spelling stay units of their own. */
export const units: readonly UnitRow[] = [
	unit('hh', 'أسرة معيشية', 'Household'),
	unit('fhh', 'أسرة معيشية ترأسها امرأة', 'Female-headed household'),
	unit('mhh', 'أسرة معيشية يرأسها رجل', 'Male-headed household'),
	unit('case', 'حالة', 'Case'),
	unit('facilities', 'مرفق', 'Facility'),
	unit('staff', 'عامل', 'Staff member'),
	unit('committees', 'لجنة', 'Committee'),
	unit('commitees', 'لجنة (كما كُتبت في الملف)', 'Committee (as spelled “commitees”)'),
	unit('comitte', 'لجنة (بكتابة أخرى في الملف)', 'Committee (as spelled “comitte”)'),
	unit('training', 'تدريب', 'Training'),
	unit('projects', 'مشروع', 'Project'),
	unit('equipment', 'معدات', 'Equipment'),
	unit('csp', 'مشروع دعم مجتمعي', 'Community support project'),
	unit('interventions', 'تدخل', 'Intervention'),
	unit('action', 'إجراء', 'Action'),
	unit('item', 'قطعة', 'Item'),
	unit('liters', 'لتر', 'Litre'),
	unit('m2', 'متر مربع', 'Square metre'),
	unit('bias', 'تقييم لمصلحة الطفل الفضلى', 'Best-interests assessment'),
	{ code: 'count', ar: 'عدد', en: 'Count', source: OWN, own: true },
];
