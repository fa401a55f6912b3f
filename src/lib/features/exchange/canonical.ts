import type { Text } from '#lib/i18n/text.ts';
import type { Pack } from '#lib/platform/context.ts';
import type { CsvRow, NeededColumn } from '#lib/tables/reader.server.ts';
import type { Rejection } from './rejections.ts';

/** What every outcome row says: which row of the file, whose, of what, when, where. Codes or names of the pack's lists. */
interface Told {
	readonly row: number;
	/** Name of the society and of its program, as the file spells them (trimmed). */
	readonly society: string;
	readonly program: string;
	readonly sector: string;
	/** `YYYY-MM`. */
	readonly period: string;
	readonly governorate: string;
	readonly segment: string;
}

/** Persons reached; `peopleNew` of them for the first time in this program this year, null when unknown. */
export interface Reach extends Told {
	readonly kind: 'reach';
	readonly sex: 'female' | 'male' | 'unknown';
	readonly ageBand: string;
	readonly people: number;
	readonly peopleNew: number | null;
}

/** Things given, in thousandths of a unit. A unit the pack does not know is added to it. */
export interface Delivery extends Told {
	readonly kind: 'delivery';
	readonly aidType: string;
	readonly unit: string;
	readonly quantityMilli: number;
}

/** Money spent, in minor units of the pack's currency. */
export interface Money extends Told {
	readonly kind: 'money';
	readonly spendMinor: number;
}

/** One row of any source in the product's own terms: what every adapter makes and the importer takes. */
export type Outcome = Reach | Delivery | Money;

/** A kind of file. `read` turns one of its rows into an outcome, or says why it cannot. */
export interface Adapter {
	readonly id: string;
	readonly label: Text;
	readonly columns: readonly NeededColumn[];
	read(row: CsvRow, pack: Pack): Outcome | Rejection;
}

/** The rows of a file in the product's own terms, batch by batch. */
export async function* adapt(
	adapter: Adapter,
	batches: AsyncIterable<readonly CsvRow[]>,
	pack: Pack,
): AsyncGenerator<(Outcome | Rejection)[]> {
	for await (const batch of batches) yield batch.map((row) => adapter.read(row, pack));
}
