import { foldText } from '#lib/i18n/fold.ts';
import { readPage, withParams } from '#lib/tables/query.ts';
import { ORDERS, QUEUES, WHOSE, type QueueAsk } from './model.ts';

/** A queue as an address asks for it, with the search as typed. */
export interface QueueQuery extends QueueAsk {
	readonly q: string;
}

const LONGEST_SEARCH = 100;

const oneOf = <Value extends string>(values: readonly Value[], text: string | null, usual: Value): Value =>
	values.find((value) => value === text) ?? usual;

/** Reads a queue from an address; anything unknown counts as not given. Officers begin with what is theirs. */
export function readQueueQuery(params: URLSearchParams, role: string): QueueQuery {
	const q = (params.get('q') ?? '').slice(0, LONGEST_SEARCH).trim();
	return {
		queue: oneOf(QUEUES, params.get('queue'), QUEUES[0]),
		whose: oneOf(WHOSE, params.get('whose'), role === 'officer' ? 'mine' : 'all'),
		q,
		matching: foldText(q),
		onlyFindings: params.get('findings') === '1',
		order: oneOf(ORDERS, params.get('order'), ORDERS[0]),
		page: readPage(params),
	};
}

/** The address of a queue, of a report in it, or of its file; the page is left out unless it is asked for. */
export function queueHref(path: string, query: QueueQuery, change: Partial<QueueQuery> = {}): string {
	const { queue, whose, q, onlyFindings, order } = { ...query, ...change };
	return withParams(path, {
		queue,
		whose,
		q,
		findings: onlyFindings ? '1' : '',
		order: order === ORDERS[0] ? '' : order,
		page: change.page ?? '',
	});
}
