import type { Kernel } from '../../../kernel/kernel.ts';
import { More, VerbLink } from '../../../ui/button.tsx';
import { offerOnHome } from '../../../ui/home-parts.ts';
import { Chapter } from '../../../ui/layout.tsx';
import { Toc } from '../../../ui/lists.tsx';
import { departmentBook } from '../../people/index.ts';
import { inOrder, runningEntry } from './list-page.tsx';
import { findCompetitions } from './load-competition.ts';
import { deedsOf } from './moment.rules.ts';

const most = 3;
/** The newest open ones that are looked at for what runs now. */
const looked = 20;

/** On the home page: competitions in which the city asks something of everybody at this moment. */
export function offerCompetitionsOnHome(k: Kernel): void {
  offerOnHome(k, {
    order: 10,
    tags: ['competitions'],
    make: async (ctx) => {
      const { rows } = await findCompetitions(k, { list: 'open' }, null, looked);
      const now = ctx.now ?? k.clock.now();
      const asking = inOrder(rows, now).now.filter((row) =>
        deedsOf(row, now, { works: 0 }).some(({ name }) => name === 'vote' || name === 'enter' || name === 'nominate'),
      );
      if (asking.length === 0) return null;
      const departments = await departmentBook(k);
      return (
        <Chapter
          id="competitions"
          title={ctx.t('competitions.public.home_part.title')}
          note={ctx.t('competitions.public.home_part.note')}
        >
          <Toc entries={asking.slice(0, most).map((row) => runningEntry(ctx, departments, row))} />
          <More>
            <VerbLink href="/competitions">{ctx.t('competitions.public.list.all')}</VerbLink>
          </More>
        </Chapter>
      );
    },
  });
}
