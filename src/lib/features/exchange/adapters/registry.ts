import type { Adapter } from '../canonical.ts';
import { activityinfo } from './activityinfo.ts';
import { canonical } from './canonical.ts';

/** Every kind of file that can be imported, by its id. */
export const ADAPTERS: readonly Adapter[] = [activityinfo, canonical];
