import type { LayoutServerLoad } from './$types';

/** What every page needs to write numbers, money and dates: the reader's settings and the pack's facts. */
export const load: LayoutServerLoad = ({ locals }) => {
	const { pack } = locals.site.runtime;
	return {
		prefs: locals.prefs,
		isSample: locals.site.isSample,
		pack: {
			code: pack.code,
			currency: pack.currency,
			currencyAr: pack.currencyAr,
			currencyDigits: pack.currencyDigits,
			timeZone: pack.timeZone,
			ministry: { ar: pack.ministryAr, en: pack.ministryEn },
		},
	};
};
