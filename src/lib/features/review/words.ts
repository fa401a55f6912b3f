import * as m from '#lib/paraglide/messages.js';
import type { GroupId } from './comparison.ts';
import type { EventKind, Order, Queue } from './model.ts';

/** The names of the tabs. */
export const QUEUE_WORD: Readonly<Record<Queue, () => string>> = {
	waiting: m.review_queue_waiting,
	second: m.review_queue_second,
	asked: m.review_queue_asked,
	returned: m.review_queue_returned,
	verified: m.review_queue_verified,
	missing: m.review_queue_missing,
};

/** The names of the orders. */
export const ORDER_WORD: Readonly<Record<Order, () => string>> = {
	findings: m.review_order_findings,
	age: m.review_order_age,
	society: m.review_order_society,
	month: m.review_order_month,
	people: m.review_order_people,
	spend: m.review_order_spend,
};

/** What happened to a report. */
export const EVENT_WORD: Readonly<Record<EventKind, () => string>> = {
	submitted: m.review_event_submitted,
	resubmitted: m.review_event_resubmitted,
	first_read: m.review_event_first_read,
	verified: m.review_event_verified,
	returned: m.review_event_returned,
	reopened: m.review_event_reopened,
};

/** The headings of the comparison. */
export const GROUP_WORD: Readonly<Record<GroupId, () => string>> = {
	people: m.review_group_people,
	deliveries: m.review_group_deliveries,
	money: m.review_group_money,
	effort: m.review_group_effort,
	outcomes: m.review_group_outcomes,
};

const ROWS: Readonly<Record<string, () => string>> = {
	total: m.review_row_total,
	new: m.review_row_new,
	spend: m.review_row_spend,
	value: m.review_row_value,
	cost: m.review_row_cost,
	volunteers: m.review_row_volunteers,
	hours: m.review_row_hours,
};

/** The word of a comparison's line that has no name of its own. */
export const rowWord = (id: string): string => ROWS[id]?.() ?? id;
