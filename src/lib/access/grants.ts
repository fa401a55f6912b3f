import type { AccountRole, Role, Viewer } from '../platform/context.ts';

/** `all` rows, or only those of the viewer's `own` society; a role that is absent is denied. */
export type Reach = 'all' | 'own';

type Grant = Partial<Record<AccountRole, Reach>>;

const readers: Grant = { leadership: 'all', officer: 'all', auditor: 'all', society: 'own' };
const everyone: Grant = { ...readers, admin: 'own' };

/** The whole policy: who may do what. An action that is not here does not compile. */
export const grants = {
	'overview.read': readers,
	'kpi.read': readers,
	'society.read': readers,
	'society.write': { officer: 'all' },
	'program.read': readers,
	'program.judge': { officer: 'all', society: 'own' },
	'report.read': readers,
	'society.export': readers,
	'program.export': readers,
	'report.export': readers,
	'kpi.export': readers,
	'report.verify': { officer: 'all' },
	'report.reopen': { officer: 'all' },
	'report.write': { society: 'own' },
	'report.comment': { officer: 'all' },
	'review.read': { leadership: 'all', officer: 'all', auditor: 'all' },
	'review.substitute': { officer: 'all' },
	'workspace.read': { society: 'own' },
	'completeness.read': readers,
	'reminder.send': { officer: 'all' },
	'deadline.read': readers,
	'deadline.write': { officer: 'all' },
	'period.open': {},
	'proposal.read': readers,
	'proposal.write': { society: 'own' },
	'proposal.decide': { officer: 'all' },
	'program.write': { officer: 'all' },
	'report.import': {},
	'import.read': { officer: 'all', society: 'own', auditor: 'all' },
	'import.write': { officer: 'all', society: 'own' },
	'import.undo': { officer: 'all', society: 'own' },
	'notice.write': {},
	'own.notices': everyone,
	'outbox.read': { admin: 'all', auditor: 'all' },
	'outbox.send': { admin: 'all' },
	'file.read': readers,
	'search.read': readers,
	'account.read': { admin: 'all', society: 'own' },
	'account.write': { admin: 'all', society: 'own' },
	'portfolio.write': { admin: 'all' },
	'settings.read': { leadership: 'all', officer: 'all', auditor: 'all', admin: 'all' },
	'settings.write': { admin: 'all' },
	'audit.read': { leadership: 'all', auditor: 'all', admin: 'all' },
	'audit.export': { leadership: 'all', auditor: 'all', admin: 'all' },
	'own.views': everyone,
	'dictionary.read': everyone,
	'own.account': everyone,
} as const satisfies Record<string, Grant>;

export type Action = keyof typeof grants;

/** How far a role reaches with an action. The operator of the machine holds the file itself, so reaches everything. */
export function reachOf(role: Role, action: Action): Reach | undefined {
	if (role === 'operator') return 'all';
	return (grants[action] as Grant)[role];
}

/** Which rows a call may touch: everything, or one society's. */
export type Scope = { readonly reach: 'all' } | { readonly reach: 'own'; readonly societyId: number };

/** The viewer's scope for an action, or undefined when the action is denied. */
export function scopeOf(viewer: Viewer, action: Action): Scope | undefined {
	const reach = reachOf(viewer.role, action);
	if (reach === 'all') return { reach };
	// -1 matches no row: an administrator's "own" has no society behind it.
	if (reach === 'own') return { reach, societyId: viewer.societyId ?? -1 };
	return undefined;
}
