import type { Kernel } from '../../../kernel/kernel.ts';
import { More, VerbLink } from '../../../ui/button.tsx';
import { offerOnHome } from '../../../ui/home-parts.ts';
import { Chapter } from '../../../ui/layout.tsx';
import { Toc } from '../../../ui/lists.tsx';
import { departmentBook } from '../../people/index.ts';
import { openSurveyEntries } from '../../surveys/index.ts';
import { statusOn } from '../consultations.rules.ts';
import { askingEntry } from './list-entry.tsx';
import { findConsultations, todayOf } from './load-consultation.ts';

const most = 4;
const mostSurveys = 2;

/** On the home page: what the city asks everybody at this moment, what ends soonest first. */
export function offerConsultationsOnHome(k: Kernel): void {
  offerOnHome(k, {
    order: 5,
    tags: ['consultations', 'surveys'],
    make: async (ctx) => {
      const today = todayOf(k);
      const { rows } = await findConsultations(k, { list: 'now' }, null, 20);
      const asking = rows.filter((row) => statusOn(row, today) === 'running');
      const surveys = await openSurveyEntries(k, ctx, mostSurveys);
      if (asking.length + surveys.length === 0) return null;
      const departments = await departmentBook(k);
      return (
        <Chapter
          id="consultations"
          title={ctx.t('consultations.public.home.title')}
          note={ctx.t('consultations.public.home.note')}
        >
          <Toc
            entries={[...asking.slice(0, most).map((row) => askingEntry(ctx, departments, row, today)), ...surveys]}
          />
          <More>
            <VerbLink href="/consultations">{ctx.t('consultations.public.home.all')}</VerbLink>
          </More>
        </Chapter>
      );
    },
  });
}
