import type { Reference } from '../pack.ts';

const COMMITTEES = 'https://akhbar-alkhaleej.com/news/article/1410741';
const PORTAL = 'https://www.bahrain.bh/wps/portal/en/BNP/ServicesCatalogue/GSX-UI-PServiceDetails?psID=1238';
const REGISTER_2012 = 'http://80.241.146.114/AAK/12358/print/3300.html';
const ADDRESSES_2011 = 'http://alwasatnews.com/news/474522.html';
const FRIENDSHIP = 'https://ksaplayers.com/Ksahome/NewsDetial/?nid=2377855';
const DISABILITY = 'https://newsofbahrain.com/bahrain/103185.html';
const ELDERLY = 'https://www.mlsd.gov.bh/en/community-partnership-program/eldarly';
const CULTURE = 'http://alwasatnews.com/news/777209.html';

/** Kinds of societies as the ministry and the press name them; a table, because officials speak of more than thirty. */
export const categories: readonly Reference[] = [
	{ code: 'charitable', ar: 'خيرية', en: 'Charitable', source: COMMITTEES },
	{ code: 'islamic', ar: 'إسلامية', en: 'Islamic', source: COMMITTEES },
	{ code: 'social', ar: 'اجتماعية', en: 'Social', source: PORTAL },
	{ code: 'women', ar: 'نسائية', en: 'Women’s', source: PORTAL },
	{ code: 'youth', ar: 'شبابية', en: 'Youth', source: PORTAL },
	{ code: 'professional', ar: 'مهنية', en: 'Professional', source: REGISTER_2012 },
	{ code: 'cultural', ar: 'ثقافية', en: 'Cultural', source: CULTURE },
	{ code: 'human_rights', ar: 'حقوقية', en: 'Human rights', source: PORTAL },
	{ code: 'cooperative', ar: 'تعاونية', en: 'Cooperative', source: ADDRESSES_2011 },
	{ code: 'foundation', ar: 'مؤسسة خاصة', en: 'Private foundation', source: COMMITTEES },
	{ code: 'relief', ar: 'إغاثية', en: 'Relief', source: COMMITTEES },
	{ code: 'disability', ar: 'ذوو الإعاقة', en: 'Disability', source: DISABILITY },
	{ code: 'elderly', ar: 'كبار السن', en: 'Older people', source: ELDERLY },
	{ code: 'gulf', ar: 'خليجية', en: 'Gulf (GCC)', source: ADDRESSES_2011 },
	{ code: 'friendship', ar: 'صداقة', en: 'Friendship', source: FRIENDSHIP },
	{ code: 'foreign_society', ar: 'جمعية أجنبية', en: 'Foreign community society', source: ADDRESSES_2011 },
	{ code: 'foreign_club', ar: 'نادٍ أجنبي', en: 'Foreign club', source: REGISTER_2012 },
	{ code: 'church', ar: 'كنيسة', en: 'Church', source: REGISTER_2012 },
];
