import * as m from '#lib/paraglide/messages.js';
import type { List } from './references.server.ts';

/** The names of the reference lists. */
export const LIST_WORDS: Readonly<Record<List, () => string>> = {
	category: m.settings_list_category,
	governorate: m.settings_list_governorate,
	town: m.settings_list_town,
	sector: m.settings_list_sector,
	segment: m.settings_list_segment,
	age_band: m.settings_list_age_band,
	aid_type: m.settings_list_aid_type,
	unit: m.settings_list_unit,
};

/** The names of the values a change can set; others, such as an entry's ages, go by their column. */
export const VALUE_WORDS: Readonly<Record<string, () => string>> = {
	name_ar: m.settings_name_ar,
	name_en: m.settings_name_en,
	sort: m.settings_sort,
	retired_on: m.settings_retired_on,
	min_age: m.settings_min_age,
	max_age: m.settings_max_age,
	is_contact: m.settings_is_contact,
	ministry_ar: m.settings_ministry_ar,
	ministry_en: m.settings_ministry_en,
	currency_ar: m.settings_currency_ar,
	currency: m.settings_currency,
	currency_digits: m.settings_digits,
};
