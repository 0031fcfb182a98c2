import type { Kernel } from '../../../../kernel/kernel.ts';
import { renderPdf } from '../../../../kernel/pdf/index.ts';
import type { PageContext } from '../../../../ui/page-context.ts';
import { stageName } from '../../stage-name.ts';
import type { CompetitionView } from '../load-competition.ts';
import { deedsOf } from '../moment.rules.ts';
import { stageDates, weightWords } from '../words.ts';

/** A poster of one A4 sheet to hang up: what it is, when, under whose name, and a large code that leads to the page. */
export function competitionPoster(k: Kernel, ctx: PageContext, view: CompetitionView, url: string): Promise<Buffer> {
  const { t, locale } = ctx;
  const { competition, departments } = view;
  const office = departments.name(competition.departmentId, locale);
  const [deed] = deedsOf(competition, k.clock.now(), { works: view.total });
  const award = competition.mode === 'award';
  const facts = [
    { label: t('competitions.public.fact.co_organisers'), value: competition.coOrganisers },
    {
      label: t(`competitions.public.fact.${award ? 'approval' : 'mode'}`),
      value: award ? competition.approvalNumber : t('competitions.public.fact.showcase'),
    },
    { label: t('competitions.public.fact.how'), value: award ? weightWords(ctx, competition.stages) : '' },
    ...competition.stages
      .filter(({ kind }) => kind !== 'screening' && kind !== 'jury')
      .map((stage) => ({ label: stageName(ctx.t, stage), value: stageDates(ctx, stage) })),
  ].filter(({ value }) => value !== '');
  const meta = { title: competition.title, lang: locale, at: k.clock.now(), author: office };
  return renderPdf({ ...meta, foot: ctx.city.platformName }, (page) => {
    page.opening({ office, title: competition.title, emblem: true });
    if (competition.summary) page.paragraph(competition.summary, { voice: 'letter' });
    page.facts(facts);
    page.qr({
      url,
      caption: t('competitions.public.share.scan', {
        deed: t(`competitions.public.deed.${deed?.name ?? 'read'}`),
      }),
      large: true,
    });
  });
}
