import { buffer } from 'node:stream/consumers';
import { PageCache } from '../../../../kernel/cache/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { drawShareCard, type ShareCard } from '../../../../kernel/picture/index.ts';
import { workNumber } from '../../../../ui/gallery.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import type { Competition } from '../../competition.queries.ts';
import type { Departments } from '../list-page.tsx';
import { momentOf } from '../moment.rules.ts';
import type { ShownEntry } from '../public.queries.ts';
import { momentWords } from '../words.ts';

/** A card takes a tenth of a second of computing: one at a time, so that a thousand asked for at once stop nothing else. */
class Cards {
  readonly #kept = new PageCache({ limit_bytes: 16 * 1024 * 1024, life_ms: 60 * 60_000 });
  #last: Promise<unknown> = Promise.resolve();

  /** Found by its words: another state of the competition is another card. */
  get(card: ShareCard, picture: () => Promise<Buffer | undefined>, pictureId: string) {
    return this.#kept.getOrMake(JSON.stringify([card, pictureId]), () => {
      const drawn = this.#last.then(async () => {
        const found = await picture();
        return drawShareCard({ ...card, ...(found ? { picture: found } : {}) });
      });
      this.#last = drawn.catch(() => {});
      return drawn.then((body) => ({ status: 200, type: 'image/png', body, tags: [] }));
    });
  }
}

const cards = new WeakMap<Kernel, Cards>();
const cardsOf = (k: Kernel): Cards => {
  const found = cards.get(k) ?? new Cards();
  cards.set(k, found);
  return found;
};

function base(ctx: PageContext, departments: Departments, competition: Competition) {
  const moment = momentOf(competition, ctx.now ?? new Date(0));
  const office = departments.name(competition.departmentId, ctx.locale);
  return {
    brand: ctx.city.brand,
    platform: ctx.city.platformName,
    foot: [momentWords(ctx, moment), office].join(' · '),
  };
}

/** The card of a competition. */
export function competitionCard(k: Kernel, ctx: PageContext, departments: Departments, competition: Competition) {
  const card = { ...base(ctx, departments, competition), title: competition.title, lead: competition.summary };
  return cardsOf(k).get(card, async () => undefined, '');
}

/** The card of a work, with its picture. */
export function workCard(
  k: Kernel,
  ctx: PageContext,
  departments: Departments,
  { competition, entry }: { competition: Competition; entry: ShownEntry },
) {
  const card = {
    ...base(ctx, departments, competition),
    over: ctx.t('competitions.public.share.work_over', { title: competition.title, n: workNumber(entry.number) }),
    title: entry.title,
    lead: [entry.byLine, entry.summary].filter(Boolean).join(ctx.t('competitions.public.semicolon')),
  };
  return cardsOf(k).get(card, () => readPicture(k, entry.coverFileId), entry.coverFileId ?? '');
}

async function readPicture(k: Kernel, fileId: string | null): Promise<Buffer | undefined> {
  const file = fileId ? await k.files.find(fileId) : undefined;
  if (!file || file.width === null) return undefined;
  const opened = await k.files.open(file);
  return opened && buffer(opened.stream);
}
