import type { GovernorateRow } from '../pack.ts';

const HEADER = 'Column “Governorate” of the inter-agency reporting file; Arabic names are our own.';
const OWN = 'Own choice: for rows that name several places or none.';

const row = (code: string, ar: string, en: string, kind: GovernorateRow['kind']): GovernorateRow => ({
	code,
	ar,
	en,
	kind,
	source: kind === 'governorate' || kind === 'camp' ? HEADER : OWN,
	own: kind !== 'governorate' && kind !== 'camp',
});

/** The twelve governorates and the camps that the reporting file names beside them; no population is stored. */
export const governorates: readonly GovernorateRow[] = [
	row('amman', 'عمّان', 'Amman', 'governorate'),
	row('irbid', 'إربد', 'Irbid', 'governorate'),
	row('zarqa', 'الزرقاء', 'Zarqa', 'governorate'),
	row('mafraq', 'المفرق', 'Mafraq', 'governorate'),
	row('balqa', 'البلقاء', 'Balqa', 'governorate'),
	row('karak', 'الكرك', 'Karak', 'governorate'),
	row('jarash', 'جرش', 'Jarash', 'governorate'),
	row('madaba', 'مأدبا', 'Madaba', 'governorate'),
	row('ajloun', 'عجلون', 'Ajloun', 'governorate'),
	row('aqaba', 'العقبة', 'Aqaba', 'governorate'),
	row('maan', 'معان', 'Maan', 'governorate'),
	row('tafilah', 'الطفيلة', 'Tafilah', 'governorate'),
	row('zaatari_camp', 'مخيم الزعتري', 'Zaatari camp', 'camp'),
	row('azraq_camp', 'مخيم الأزرق', 'Azraq camp', 'camp'),
	row('ej_camp', 'المخيم الإماراتي الأردني', 'Emirati Jordanian camp', 'camp'),
	row('camps', 'مخيمات غير محددة', 'Camps, not specified', 'camp'),
	row('several', 'عدة محافظات', 'Several governorates', 'several'),
	row('unspecified', 'غير محددة', 'Not specified', 'unspecified'),
];
