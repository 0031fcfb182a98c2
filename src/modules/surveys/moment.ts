import type { Kernel } from '../../kernel/kernel.ts';
import { localDate, localTime } from '../../kernel/time/index.ts';
import type { Moment } from './logic/functions.ts';

/** The present as expressions of questionnaires see it, in the city's time zone. */
export function momentOf(k: Pick<Kernel, 'clock' | 'config'>): Moment {
  const at = k.clock.now();
  const zone = k.config.TIME_ZONE;
  const today = localDate(at, zone);
  return { today, now: `${today}T${localTime(at, zone)}` };
}
