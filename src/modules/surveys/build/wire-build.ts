import type { Kernel } from '../../../kernel/kernel.ts';
import { declareDepartmentMerge, declareDepartmentUse, declarePersonalData } from '../../people/index.ts';
import { offerAtDesk } from '../desk-places.ts';
import { questionsOf } from '../questionnaire.rules.ts';
import { formOf } from '../survey.queries.ts';
import { mayRun } from '../surveys.policy.ts';
import { countRunning, countSteps, moveSurveys, stepsOf, surveysOf } from './build.queries.ts';
import './build.errors.ts';
import { closeOverdue } from './end-survey.ts';

const mostTags = 100;

/** Cached pages, departments, personal data and the clock of surveys. */
export function wireBuild(k: Kernel): void {
  dropCachedPages(k);
  declareDepartmentUse(k, countRunning);
  declareDepartmentMerge(k, {
    module: 'surveys',
    count: async (db, from) => [{ key: 'surveys.build.moving', count: await countRunning(db, from) }],
    move: (tx, from, to) => moveSurveys(tx, from, to),
  });
  declarePersonalData(k, {
    module: 'surveys.desk',
    held: 'surveys.build.personal.held',
    kept: 'surveys.build.personal.kept',
    // keys: surveys.build.as.*, surveys.act.*
    values: { act: 'surveys.act', as: 'surveys.build.as' },
    count: countSteps,
    export: stepsOf,
    // The record of what staff did in office stays.
    erase: async () => {},
  });
  offerAtDesk(k, {
    order: 10,
    places: async (_, { actor, survey, ctx }) => {
      const base = `/questionnaires/${survey.slug}`;
      const count = questionsOf(await formOf(k.db, survey)).length;
      const runs = mayRun(actor, survey) && survey.state === 'draft';
      return [
        {
          href: `${base}/build`,
          label: ctx.t('surveys.build.form.title'),
          note: ctx.t('surveys.build.questions', { count }),
        },
        { href: `${base}/preview`, label: ctx.t('surveys.build.preview.title') },
        ...(runs ? [{ href: `${base}/settings`, label: ctx.t('surveys.build.settings.title') }] : []),
        { href: `${base}/xlsform`, label: ctx.t('surveys.build.form.xlsform') },
      ];
    },
  });
  k.jobs.define('surveys.close', { cron: '*/5 * * * *', tz: k.config.TIME_ZONE }, async () => {
    await closeOverdue(k);
  });
}

/** Drops cached pages of a survey when something is done to it, here and in every other process. */
function dropCachedPages(k: Kernel): void {
  k.outbox.onDelivered(async (events) => {
    // An answer changes no page: what shows figures hears of it by itself.
    const touched = new Set(
      events
        .filter(({ type }) => type.startsWith('surveys.') && type !== 'surveys.handed_in')
        .map(({ subject }) => subject),
    );
    // Pages name their department.
    for (const { type, payload } of events)
      if (type === 'people.department_merged')
        for (const id of await surveysOf(k.db, String(payload.to))) touched.add(id);
    if (touched.size === 0) return;
    const tags = ['surveys', ...[...touched].map((id) => `survey:${id}`)];
    for (let start = 0; start < tags.length; start += mostTags) {
      const some = tags.slice(start, start + mostTags);
      k.cache.invalidate(...some);
      await k.live.publish('kernel.cache', some);
    }
  });
}
