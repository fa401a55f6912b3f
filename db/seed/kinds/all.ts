import { care } from './care.ts';
import { community } from './community.ts';
import { health } from './health.ts';
import type { Kind } from './kind.ts';
import { learning } from './learning.ts';
import { relief } from './relief.ts';

/** Every kind that runs all year; the yearly ones are in `occasions.ts`. */
export const YEAR_ROUND: readonly Kind[] = [...relief, ...learning, ...health, ...care, ...community];
