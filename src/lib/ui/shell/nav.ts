import type { IconName } from '../icons.ts';
import * as m from '#lib/paraglide/messages.js';

/** A page of the navigation. */
export interface NavItem {
	readonly id: string;
	readonly href: string;
	readonly icon: IconName;
	readonly label: () => string;
}

const OWN = [
	{ id: 'workspace', href: '/workspace', icon: 'list', label: m.workspace_title },
] as const satisfies NavItem[];

const MONITOR = [
	{ id: 'overview', href: '/overview', icon: 'bars', label: m.common_nav_overview },
	{ id: 'indicators', href: '/kpis', icon: 'tick', label: m.common_nav_indicators },
	{ id: 'programs', href: '/programs', icon: 'list', label: m.common_nav_programs },
	{ id: 'societies', href: '/societies', icon: 'people', label: m.common_nav_societies },
] as const satisfies NavItem[];

const WORKFLOW = [
	{ id: 'review', href: '/review', icon: 'tick', label: m.review_title },
	{ id: 'completeness', href: '/completeness', icon: 'columns', label: m.completeness_title },
	{ id: 'deadlines', href: '/deadlines', icon: 'calendar', label: m.deadline_title },
	{ id: 'proposals', href: '/proposals', icon: 'forward', label: m.proposal_title },
] as const satisfies NavItem[];

const OUTPUTS = [
	{ id: 'import', href: '/import', icon: 'up', label: m.common_nav_import },
	{ id: 'exports', href: '/exports', icon: 'download', label: m.common_nav_exports },
] as const satisfies NavItem[];

const OFFICE = [
	{ id: 'people', href: '/people', icon: 'people', label: m.common_nav_people },
	{ id: 'settings', href: '/settings', icon: 'settings', label: m.common_nav_settings },
	{ id: 'outbox', href: '/outbox', icon: 'list', label: m.notice_outbox },
	{ id: 'audit', href: '/audit', icon: 'tick', label: m.common_nav_audit },
] as const satisfies NavItem[];

const HELP = [
	{ id: 'dictionary', href: '/help/dictionary', icon: 'info', label: m.common_nav_dictionary },
	{ id: 'account', href: '/account', icon: 'person', label: m.common_nav_account },
] as const satisfies NavItem[];

/** Ids of the pages; which of them a viewer sees is decided by the grants. */
export type NavId = (
	typeof OWN | typeof MONITOR | typeof WORKFLOW | typeof OUTPUTS | typeof OFFICE | typeof HELP
)[number]['id'];

/** The navigation in its groups, in reading order. */
export const NAV: readonly { readonly label: () => string; readonly items: readonly NavItem[] }[] = [
	{ label: m.common_nav_own, items: OWN },
	{ label: m.common_nav_monitor, items: MONITOR },
	{ label: m.common_nav_workflow, items: WORKFLOW },
	{ label: m.common_nav_outputs, items: OUTPUTS },
	{ label: m.common_nav_office, items: OFFICE },
	{ label: m.common_nav_help, items: HELP },
];

/** Pages of the bottom bar on a phone: the first four that a viewer may open. */
export function tabsOf(may: readonly string[]): NavItem[] {
	return NAV.flatMap(({ items }) => items)
		.filter(({ id }) => may.includes(id))
		.slice(0, 4);
}

/** Whether a page of the navigation, or one below it, is open. */
export function isCurrent(item: NavItem, path: string): boolean {
	return path === item.href || path.startsWith(`${item.href}/`);
}
