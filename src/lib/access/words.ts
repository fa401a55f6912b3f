import type { Text } from '../i18n/text.ts';
import type { Action } from './grants.ts';

/** What each action lets a person do, for the dictionary; a new action does not compile without its words. */
export const ACTION_LABEL: Readonly<Record<Action, Text>> = {
	'overview.read': { ar: 'فتح النظرة العامة', en: 'Open the overview' },
	'kpi.read': { ar: 'فتح المؤشرات وأدلتها', en: 'Open the measures and their evidence' },
	'society.read': { ar: 'الاطلاع على الجمعيات', en: 'Read societies' },
	'society.write': { ar: 'إنشاء الجمعيات وتعديلها', en: 'Create and edit societies' },
	'program.read': { ar: 'الاطلاع على البرامج', en: 'Read programs' },
	'program.judge': { ar: 'إبداء تقدير لسير برنامج', en: 'Judge how a program is going' },
	'report.read': { ar: 'الاطلاع على التقارير', en: 'Read reports' },
	'society.export': { ar: 'تنزيل الجمعيات', en: 'Download societies' },
	'program.export': { ar: 'تنزيل البرامج', en: 'Download programs' },
	'report.export': { ar: 'تنزيل التقارير وسطورها', en: 'Download reports and their lines' },
	'kpi.export': { ar: 'تنزيل المؤشرات وصفوفها', en: 'Download measures and their rows' },
	'report.verify': { ar: 'اعتماد التقارير', en: 'Verify reports' },
	'report.reopen': { ar: 'إعادة فتح التقارير المعتمدة', en: 'Reopen verified reports' },
	'report.import': { ar: 'استيراد التقارير بسطر الأوامر', en: 'Import reports on the command line' },
	'import.undo': { ar: 'التراجع عن دفعة مستوردة', en: 'Take an imported batch back' },
	'file.read': { ar: 'فتح الملفات المرفقة', en: 'Open attached files' },
	'search.read': { ar: 'البحث في الجمعيات والبرامج والتقارير', en: 'Search societies, programs and reports' },
	'account.read': { ar: 'الاطلاع على الحسابات', en: 'Read accounts' },
	'account.write': { ar: 'إنشاء الحسابات وتعطيلها', en: 'Make and disable accounts' },
	'portfolio.write': { ar: 'إسناد الجمعيات إلى الموظفين', en: 'Assign societies to officers' },
	'settings.read': { ar: 'الاطلاع على الإعدادات', en: 'Read settings' },
	'settings.write': { ar: 'تغيير الإعدادات', en: 'Change settings' },
	'audit.read': { ar: 'الاطلاع على سجل التدقيق والتحقق منه', en: 'Read and verify the audit trail' },
	'audit.export': { ar: 'تنزيل سجل التدقيق', en: 'Download the audit trail' },
	'own.views': { ar: 'حفظ العروض واختيار الأعمدة', en: 'Save views and choose columns' },
	'dictionary.read': { ar: 'فتح القاموس', en: 'Open the dictionary' },
	'own.account': { ar: 'إدارة الحساب الشخصي', en: 'Manage one’s own account' },
};
