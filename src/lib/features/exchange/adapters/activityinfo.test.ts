import { describe, expect, it } from 'vitest';
import type { Pack } from '#lib/platform/context.ts';
import { activityinfo, monthOfDay, unitCode } from './activityinfo.ts';

const pack = { currency: 'USD', currencyDigits: 2 } as Pack;

const plain = {
	Partner: 'River Aid',
	activity: 'Warm rooms',
	sector: 'SHELTER',
	StartDate: '5/3/2021',
	Governorate: 'IRBID',
	poptype: 'Urban',
	Gender: 'Girls',
	Value: '7',
	Units: '# of benef',
};

const read = (change: Partial<typeof plain> = {}, into = pack) =>
	activityinfo.read({ row: 9, cells: { ...plain, ...change } }, into);

const told = {
	row: 9,
	society: 'River Aid',
	program: 'Warm rooms',
	sector: 'shelter',
	period: '2021-03',
	governorate: 'irbid',
	segment: 'urban',
};

describe('a row of persons', () => {
	it('becomes a reach line', () => {
		expect(read()).toEqual({
			kind: 'reach',
			...told,
			sex: 'female',
			ageBand: 'child',
			people: 7,
			peopleNew: null,
		});
	});

	it('trims the names of partner and activity and keeps their spelling', () => {
		expect(read({ Partner: ' River AID ', activity: '\tWarm  rooms ' })).toMatchObject({
			society: 'River AID',
			program: 'Warm  rooms',
		});
	});

	it.each([
		['Men', 'male', 'adult'],
		['Women', 'female', 'adult'],
		['Boys', 'male', 'child'],
		['Girls', 'female', 'child'],
	])('%s say sex and age, whatever the unit says', (Gender, sex, ageBand) => {
		expect(read({ Gender })).toMatchObject({ sex, ageBand });
		expect(read({ Gender, Units: '# women' })).toMatchObject({ kind: 'reach', sex, ageBand });
	});

	it.each([
		['# women', 'female', 'adult'],
		['# of Men', 'male', 'adult'],
		['# boys.', 'male', 'child'],
		['# of girls', 'female', 'child'],
		['# of female', 'female', 'unknown'],
		['# male', 'male', 'unknown'],
		['# youth', 'unknown', 'unknown'],
		['# of Benef.', 'unknown', 'unknown'],
		['Individual', 'unknown', 'unknown'],
		['# individuals', 'unknown', 'unknown'],
		['# ind.', 'unknown', 'unknown'],
	])('without a gender, the unit %s says what it can', (Units, sex, ageBand) => {
		expect(read({ Gender: '', Units })).toMatchObject({ kind: 'reach', sex, ageBand, people: 7 });
	});

	it.each(['#', '', ' # '])('a bare unit (%j) counts persons when the gender is filled', (Units) => {
		expect(read({ Units })).toMatchObject({ kind: 'reach', people: 7 });
		expect(read({ Units, Gender: '' })).toMatchObject({
			kind: 'delivery',
			unit: 'count',
			quantityMilli: 7000,
		});
	});

	it('keeps zero as zero', () => {
		expect(read({ Value: '0' })).toMatchObject({ kind: 'reach', people: 0 });
		expect(read({ Value: '0', Units: 'liters' })).toMatchObject({ kind: 'delivery', quantityMilli: 0 });
		expect(read({ Value: '0', Units: 'USD' })).toMatchObject({ kind: 'money', spendMinor: 0 });
	});
});

describe('a row of anything else', () => {
	it('becomes a delivery of its unit, in thousandths', () => {
		expect(read({ Units: '# HH', Value: '60.4' })).toEqual({
			kind: 'delivery',
			...told,
			aidType: 'unspecified',
			unit: 'hh',
			quantityMilli: 60_400,
		});
		expect(read({ Units: '# of sewing kits.' })).toMatchObject({ unit: 'sewingkits' });
	});

	it('becomes money spent, in cents rounded half up', () => {
		expect(read({ Units: 'USD', Value: '10.125' })).toEqual({ kind: 'money', ...told, spendMinor: 1013 });
		expect(read({ Units: 'USD', Value: '10.1249' })).toMatchObject({ spendMinor: 1012 });
	});

	it('is rejected when its money is not the installation’s', () => {
		expect(read({ Units: 'USD' }, { currency: 'BHD', currencyDigits: 3 } as Pack)).toMatchObject({
			column: 'Units',
			reason: 'currency_other',
		});
	});
});

describe('spellings that are one', () => {
	it.each([
		['BN', 'basic_needs'],
		['BASICNEEDS', 'basic_needs'],
		['BASIC NEEDS', 'basic_needs'],
		['FOOD', 'food_livelihood'],
		['FOOD/LIVELIHOOD', 'food_livelihood'],
		['WASH ', 'wash'],
		['HEALTH', 'health'],
	])('sector %j', (sector, code) => {
		expect(read({ sector })).toMatchObject({ sector: code });
	});

	it.each([
		['ZAATARICAMP', 'zaatari_camp'],
		['ZaatariCamp', 'zaatari_camp'],
		['Zaatari Camp', 'zaatari_camp'],
		['AZRAQCAMP', 'azraq_camp'],
		['AzraqCamp', 'azraq_camp'],
		['EJ Camp', 'ej_camp'],
		['Camps', 'camps'],
		['Countrywide', 'unspecified'],
		['', 'unspecified'],
		['AQABAH', 'aqaba'],
	])('place %j', (Governorate, code) => {
		expect(read({ Governorate })).toMatchObject({ governorate: code });
	});

	it.each([
		['Camp', 'camp'],
		['Host Community', 'host_community'],
		['other Affected', 'other_affected'],
		['', 'unspecified'],
	])('population %j', (poptype, code) => {
		expect(read({ poptype })).toMatchObject({ segment: code });
	});

	it('units', () => {
		expect(unitCode('# of Benef.')).toBe('benef');
		expect(unitCode('% of  beneficia')).toBe('%beneficia');
		expect(unitCode('# of staff')).toBe('staff');
		expect(unitCode('# roofs')).toBe('roofs');
		expect(unitCode(' # ')).toBe('');
	});

	it('days, padded or not, day first', () => {
		expect(monthOfDay('01/06/2014')).toBe('2014-06');
		expect(monthOfDay('1/6/2014')).toBe('2014-06');
		expect(monthOfDay('29/2/2016')).toBe('2016-02');
		for (const odd of [
			'29/2/2015',
			'31/4/2015',
			'0/1/2015',
			'1/13/2015',
			'2015-01-01',
			'1/1/15',
			'',
			'1/1/2015 x',
		]) {
			expect(monthOfDay(odd), odd).toBeUndefined();
		}
	});
});

describe('a row that cannot be taken in is rejected with its place', () => {
	it.each<[Partial<typeof plain>, string, string]>([
		[{ Units: '%' }, 'Units', 'unit_not_additive'],
		[{ Units: '% of HH' }, 'Units', 'unit_not_additive'],
		[{ Units: '% of  beneficia' }, 'Units', 'unit_not_additive'],
		[{ Units: 'Y/N' }, 'Units', 'unit_not_additive'],
		[{ Units: 'YES=1/NO=0' }, 'Units', 'unit_not_additive'],
		[{ Value: '-4' }, 'Value', 'value_negative'],
		[{ Value: '-4', Units: 'USD' }, 'Value', 'value_negative'],
		[{ Value: '-0.5', Units: 'liters' }, 'Value', 'value_negative'],
		[{ Value: '1.265' }, 'Value', 'value_fraction'],
		[{ Value: '1.5', Units: '#' }, 'Value', 'value_fraction'],
		[{ Value: '' }, 'Value', 'value_unreadable'],
		[{ Value: '1,265' }, 'Value', 'value_unreadable'],
		[{ Value: 'many' }, 'Value', 'value_unreadable'],
		[{ Value: '99999999999999999999' }, 'Value', 'value_too_large'],
		[{ StartDate: '31/2/2021' }, 'StartDate', 'period_unreadable'],
		[{ StartDate: '' }, 'StartDate', 'period_unreadable'],
		[{ Partner: '  ' }, 'Partner', 'name_missing'],
		[{ activity: '' }, 'activity', 'name_missing'],
		[{ sector: 'SPACE' }, 'sector', 'sector_unknown'],
		[{ sector: 'constructor' }, 'sector', 'sector_unknown'],
		[{ Governorate: 'Atlantis' }, 'Governorate', 'governorate_unknown'],
		[{ poptype: 'Martians' }, 'poptype', 'segment_unknown'],
		[{ Gender: 'X' }, 'Gender', 'sex_unknown'],
	])('%j', (change, column, reason) => {
		const value = { ...plain, ...change }[column as keyof typeof plain];
		expect(read(change)).toEqual({ kind: 'rejected', row: 9, column, value, reason });
	});
});
