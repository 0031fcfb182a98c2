import { z } from 'zod';
import { formats, stageKinds } from '../competitions.rules.ts';

// Descriptions are keys of messages: the document is served in the reader's language.
export const said = <S extends z.ZodType>(schema: S, name: string): S =>
  schema.meta({ description: `competitions.public.api.field.${name}` }) as S;
// keys: competitions.public.api.field.*
export const lang = said(z.enum(['zh-CN', 'zh-TW', 'en']).optional(), 'lang');

const time = (name: string) =>
  z.string().meta({ description: `competitions.public.api.field.${name}`, format: 'date-time' });

const stage = z.object({
  id: said(z.string(), 'stage_id'),
  kind: said(z.enum(stageKinds), 'stage_kind'),
  title: said(z.string(), 'stage_title'),
  startsAt: time('starts_at'),
  endsAt: time('ends_at'),
  running: said(z.boolean(), 'running'),
});

const listed = {
  slug: said(z.string(), 'slug'),
  href: said(z.string(), 'href'),
  title: said(z.string(), 'title'),
  summary: said(z.string(), 'summary'),
  format: said(z.enum(formats), 'format'),
  mode: said(z.enum(['award', 'showcase']), 'mode'),
  state: said(z.enum(['open', 'final', 'cancelled']), 'state'),
  organiser: said(z.string(), 'organiser'),
  openedAt: time('opened_at'),
  works: said(z.int(), 'works'),
  stages: said(z.array(stage), 'stages'),
};

export const listedCompetition = z.object(listed).meta({ id: 'ListedCompetition' });

export const competition = z
  .object({
    ...listed,
    coOrganisers: said(z.string(), 'co_organisers'),
    approvalNumber: said(z.string(), 'approval_number'),
    eligibility: said(z.string(), 'eligibility'),
    rules: said(z.string(), 'rules'),
    cancelReason: said(z.string(), 'cancel_reason'),
    categories: said(
      z.array(
        z.object({
          position: said(z.int(), 'position'),
          name: said(z.string(), 'category'),
          description: said(z.string(), 'category_about'),
          works: said(z.int(), 'works'),
        }),
      ),
      'categories',
    ),
    weights: said(
      z.array(z.object({ stageId: said(z.string(), 'stage_id'), weight: said(z.int(), 'weight') })),
      'weights',
    ),
    people: said(z.array(z.object({ duty: said(z.string(), 'duty'), name: said(z.string(), 'shown_as') })), 'people'),
  })
  .meta({ id: 'Competition' });

export const work = z
  .object({
    number: said(z.int(), 'number'),
    href: said(z.string(), 'href'),
    title: said(z.string(), 'work_title'),
    byLine: said(z.string(), 'by_line'),
    category: said(z.int(), 'position'),
    picture: said(z.string().nullable(), 'picture'),
    views: said(z.int(), 'views'),
  })
  .meta({ id: 'CompetitionWork' });
