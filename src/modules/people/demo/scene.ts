import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, fixedClock, type LocalDate, localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { demoActors } from '../people.demo.ts';

/** The play: who is there, and a clock that is set to the day of each scene. */
export type Scene = {
  k: Kernel;
  /** @throws Error for a key that the demo does not know */
  actor: (key: string) => Actor & { accountId: string };
  /** the same hour of that day by the city's clock; never later than now */
  on: (daysAgo: number, hour?: number) => void;
  /** that moment */
  at: (moment: Date) => void;
  /** by the city's calendar; negative: in the future */
  day: (daysAgo: number) => LocalDate;
};

/** Opens the demo's play: verbs called with `scene.k` happen at the time that `scene.on` set. */
export async function openScene(k: Kernel): Promise<Scene> {
  const now = k.clock.now();
  const clock = fixedClock(now);
  const actors = await demoActors(k);
  const day = (daysAgo: number) => addDays(localDate(now, k.config.TIME_ZONE), -Math.round(daysAgo));
  return {
    k: { ...k, clock },
    actor: (key) => {
      const actor = actors.get(key);
      if (!actor?.accountId) throw new Error(`the demo has nobody called ${key}`);
      return { ...actor, accountId: actor.accountId };
    },
    on: (daysAgo, hour = 10) => {
      const at = new Date(now.getTime() - daysAgo * 86_400_000);
      // Eight hours: the demo's city keeps the time of Shanghai.
      at.setUTCHours(hour - 8, 15, 0, 0);
      clock.set(at < now ? at : now);
    },
    at: (moment) => clock.set(moment),
    day,
  };
}
