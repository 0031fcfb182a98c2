import type { Kernel } from '../../../kernel/kernel.ts';
import { More, VerbLink } from '../../../ui/button.tsx';
import { offerOnHome } from '../../../ui/home-parts.ts';
import { Chapter } from '../../../ui/layout.tsx';
import { Toc } from '../../../ui/lists.tsx';
import { departmentBook } from '../../people/index.ts';
import { statusOn } from '../consultations.rules.ts';
import { askingEntry } from './list-entry.ts';
import { findConsultations, todayOf } from './load-consultation.ts';

const most = 4;

/** On the home page: what the city asks everybody at this moment, what ends soonest first. */
export function offerConsultationsOnHome(k: Kernel): void {
  offerOnHome(k, {
    order: 5,
    tags: ['consultations'],
    make: async (ctx) => {
      const today = todayOf(k);
      const { rows } = await findConsultations(k, { list: 'now' }, null, 20);
      const asking = rows.filter((row) => statusOn(row, today) === 'running');
      if (asking.length === 0) return null;
      const departments = await departmentBook(k);
      return (
        <Chapter
          id="consultations"
          title={ctx.t('consultations.public.home.title')}
          note={ctx.t('consultations.public.home.note')}
        >
          <Toc entries={asking.slice(0, most).map((row) => askingEntry(ctx, departments, row, today))} />
          <More>
            <VerbLink href="/consultations">{ctx.t('consultations.public.home.all')}</VerbLink>
          </More>
        </Chapter>
      );
    },
  });
}
