import type { Action } from './grants.ts';

/** Who may pass: everybody, everybody with a session, or whoever the action is granted to. */
export type Rule = 'anyone' | 'signed-in' | Action;

/** The rules of one route. A page's POST is ruled per form action (`default` when it has no name). */
export interface Row {
	readonly GET?: Rule;
	readonly POST?: Rule;
	readonly actions?: Readonly<Record<string, Rule>>;
	/** Answers 401 to strangers instead of leading them to the sign-in page. */
	readonly isEndpoint?: true;
	/** Its forms may carry a file: bodies up to 11 MiB, two at a time. */
	readonly takesFiles?: true;
	/** Takes JSON instead of a form; the origin is checked all the same. */
	readonly takesJson?: true;
}

/**
 * Every route of the product by its Kit id. A route, method or action that is not here is refused: deny by default,
 * decided by id, never by URL prefix. A test compares this table with the built manifest.
 */
export const policy: Readonly<Record<string, Row>> = {
	'/': { GET: 'anyone' },
	'/(auth)/sign-in': { GET: 'anyone', actions: { signIn: 'anyone', demo: 'anyone' } },
	'/(auth)/sign-in/factor': { GET: 'anyone', actions: { default: 'anyone' } },
	'/(auth)/setup': { GET: 'anyone', actions: { code: 'anyone', finish: 'anyone' } },
	'/(app)/overview': { GET: 'overview.read' },
	'/(app)/workspace': { GET: 'workspace.read' },
	'/(app)/deadlines': {
		GET: 'deadline.read',
		actions: { preview: 'deadline.write', save: 'deadline.write', withdraw: 'deadline.write' },
	},
	'/(app)/kpis': { GET: 'kpi.read' },
	'/(app)/kpis/[kpi]': { GET: 'kpi.read' },
	'/(app)/societies': { GET: 'society.read' },
	'/(app)/societies/[id=id]': { GET: 'society.read' },
	'/(app)/societies/[id=id]/results': { GET: 'society.read' },
	'/(app)/societies/[id=id]/people': { GET: 'society.read' },
	'/(app)/societies/[id=id]/history': { GET: 'society.read' },
	'/(app)/societies/new': { GET: 'society.write', actions: { default: 'society.write' }, takesFiles: true },
	'/(app)/societies/[id=id]/edit': {
		GET: 'society.write',
		actions: { profile: 'society.write', rename: 'society.write', renumber: 'society.write' },
	},
	'/(app)/societies/[id=id]/status': {
		GET: 'society.write',
		actions: { default: 'society.write' },
		takesFiles: true,
	},
	'/(app)/societies/[id=id]/board': {
		GET: 'society.write',
		actions: {
			term: 'society.write',
			correct: 'society.write',
			member: 'society.write',
			endMember: 'society.write',
			position: 'society.write',
		},
		takesFiles: true,
	},
	'/(app)/societies/[id=id]/merge': {
		GET: 'society.write',
		actions: { preview: 'society.write', confirm: 'society.write' },
		takesFiles: true,
	},
	'/(app)/societies/[id=id]/split': {
		GET: 'society.write',
		actions: { preview: 'society.write', confirm: 'society.write' },
		takesFiles: true,
	},
	'/(app)/societies/[id=id]/contacts': {
		GET: 'society.write',
		actions: { add: 'society.write', edit: 'society.write', end: 'society.write' },
	},
	'/(app)/programs': { GET: 'program.read' },
	'/(app)/programs/new': {
		GET: 'program.write',
		actions: { rows: 'program.write', save: 'program.write' },
	},
	'/(app)/programs/[id=id]/edit': {
		GET: 'program.write',
		actions: { rows: 'program.write', save: 'program.write' },
	},
	'/(app)/programs/[id=id]/end': { GET: 'program.write', actions: { default: 'program.write' } },
	'/(app)/proposals': { GET: 'proposal.read' },
	'/(app)/proposals/[id=id]': {
		GET: 'proposal.read',
		actions: { approve: 'proposal.decide', refuse: 'proposal.decide', withdraw: 'proposal.write' },
	},
	'/(app)/proposals/new/program': {
		GET: 'proposal.write',
		actions: { rows: 'proposal.write', save: 'proposal.write' },
	},
	'/(app)/proposals/new/program/[id=id]': {
		GET: 'proposal.write',
		actions: { rows: 'proposal.write', save: 'proposal.write' },
	},
	'/(app)/proposals/new/program/[id=id]/end': {
		GET: 'proposal.write',
		actions: { default: 'proposal.write' },
	},
	'/(app)/proposals/new/profile': { GET: 'proposal.write', actions: { default: 'proposal.write' } },
	'/(app)/proposals/new/contact': {
		GET: 'proposal.write',
		actions: { save: 'proposal.write', end: 'proposal.write' },
	},
	'/(app)/proposals/new/board': {
		GET: 'proposal.write',
		actions: { default: 'proposal.write' },
		takesFiles: true,
	},
	'/(app)/programs/[id=id]': { GET: 'program.read', actions: { judge: 'program.judge' } },
	'/(app)/programs/[id=id]/reports/[month=month]': {
		GET: 'report.write',
		actions: {
			save: 'report.write',
			submit: 'report.write',
			copy: 'report.write',
			upload: 'report.write',
			removeFile: 'report.write',
			addRow: 'report.write',
			nothing: 'report.write',
			discard: 'report.write',
		},
		takesFiles: true,
	},
	'/(app)/programs/[id=id]/reports/[month=month]/autosave': {
		POST: 'report.write',
		isEndpoint: true,
		takesJson: true,
	},
	'/(app)/review': { GET: 'review.read', actions: { choose: 'report.verify', verify: 'report.verify' } },
	'/(app)/review/[id=id]': {
		GET: 'review.read',
		actions: {
			verify: 'report.verify',
			return: 'report.comment',
			comment: 'report.comment',
			finish: 'report.comment',
			ask: 'report.verify',
			answer: 'report.verify',
			reopen: 'report.reopen',
		},
	},
	'/(app)/review/queue.csv': { GET: 'review.read', isEndpoint: true },
	'/(app)/review/substitutes': {
		GET: 'review.substitute',
		actions: { save: 'review.substitute', end: 'review.substitute' },
	},
	'/(app)/reports/[id=id]': { GET: 'report.read' },
	'/(app)/search': { GET: 'search.read' },
	'/(app)/search/live': { GET: 'search.read', isEndpoint: true },
	'/(app)/views': {
		GET: 'own.views',
		actions: { save: 'own.views', change: 'own.views', remove: 'own.views' },
	},
	'/(app)/import': { GET: 'import.read', actions: { default: 'import.write' }, takesFiles: true },
	'/(app)/import/[id=id]': {
		GET: 'import.read',
		actions: {
			confirm: 'import.write',
			map: 'import.write',
			correct: 'import.write',
			apply: 'import.write',
			drop: 'import.write',
			undo: 'import.undo',
		},
	},
	'/(app)/import/[id=id]/rejected.csv': { GET: 'import.read', isEndpoint: true },
	'/(app)/import/template.csv': { GET: 'import.write', isEndpoint: true },
	'/(app)/exports': { GET: 'society.export' },
	'/(app)/exports/[table].csv': { GET: 'society.export', isEndpoint: true },
	'/(app)/exports/kpis/[kpi].csv': { GET: 'kpi.export', isEndpoint: true },
	'/(app)/help/dictionary': { GET: 'dictionary.read' },
	'/(app)/account': {
		GET: 'own.account',
		actions: { signOut: 'own.account', endSession: 'own.account', signOutEverywhere: 'own.account' },
	},
	'/(app)/account/password': { GET: 'own.account', actions: { default: 'own.account' } },
	'/(app)/account/factor': {
		GET: 'own.account',
		actions: { begin: 'own.account', finish: 'own.account', codes: 'own.account', remove: 'own.account' },
	},
	'/(app)/people': { GET: 'account.read' },
	'/(app)/people/new': { GET: 'account.write', actions: { default: 'account.write' } },
	'/(app)/people/[id=id]': {
		GET: 'account.read',
		actions: {
			edit: 'account.write',
			disable: 'account.write',
			enable: 'account.write',
			endSessions: 'account.write',
			code: 'account.write',
			revoke: 'account.write',
			resetFactor: 'account.write',
		},
	},
	'/(app)/people/[id=id]/portfolio': {
		GET: 'portfolio.write',
		actions: { assign: 'portfolio.write', group: 'portfolio.write', remove: 'portfolio.write' },
	},
	'/(app)/account/confirm': { GET: 'own.account', actions: { default: 'own.account' } },
	'/(app)/notices': {
		GET: 'own.notices',
		actions: { open: 'own.notices', read: 'own.notices', choose: 'own.notices', email: 'own.notices' },
	},
	'/(app)/outbox': { GET: 'outbox.read', actions: { resend: 'outbox.send' } },
	'/(app)/completeness': {
		GET: 'completeness.read',
		actions: { preview: 'reminder.send', send: 'reminder.send' },
	},
	'/(app)/table-choice': { POST: 'own.views', isEndpoint: true },
	'/(app)/files/[id=id]': { GET: 'file.read', isEndpoint: true },
	'/(app)/settings': { GET: 'settings.read' },
	'/(app)/settings/thresholds': {
		GET: 'settings.read',
		actions: { preview: 'settings.write', save: 'settings.write', withdraw: 'settings.write' },
	},
	'/(app)/settings/targets': {
		GET: 'settings.read',
		actions: { preview: 'settings.write', save: 'settings.write', withdraw: 'settings.write' },
	},
	'/(app)/settings/holidays': {
		GET: 'settings.read',
		actions: { preview: 'settings.write', save: 'settings.write' },
	},
	'/(app)/settings/lists/[list]': {
		GET: 'settings.read',
		actions: { preview: 'settings.write', save: 'settings.write', withdraw: 'settings.write' },
	},
	'/(app)/settings/pack': {
		GET: 'settings.read',
		actions: { preview: 'settings.write', save: 'settings.write', withdraw: 'settings.write' },
	},
	'/(app)/settings/limits': {
		GET: 'settings.read',
		actions: { preview: 'settings.write', save: 'settings.write', withdraw: 'settings.write' },
	},
	'/(app)/settings/rules': {
		GET: 'settings.read',
		actions: { preview: 'settings.write', save: 'settings.write', withdraw: 'settings.write' },
	},
	'/(app)/audit': { GET: 'audit.read', actions: { verify: 'audit.read' } },
	'/(app)/audit/[seq=id]': { GET: 'audit.read' },
	'/(app)/audit/verification': { GET: 'audit.read' },
	'/(app)/audit/trail.csv': { GET: 'audit.export', isEndpoint: true },
	'/preferences': { POST: 'anyone', isEndpoint: true },
	'/healthz': { GET: 'anyone', isEndpoint: true },
};
