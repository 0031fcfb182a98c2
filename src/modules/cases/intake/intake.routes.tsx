import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import { type App, lookOf } from '../../../kernel/http/index.ts';
import { type Locale, localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { atLocal } from '../../../kernel/time/index.ts';
import type { FormErrors } from '../../../ui/form.tsx';
import { renderFragment } from '../../../ui/page.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, districtBook, formErrors, requireStaff } from '../../people/index.ts';
import { mayDispatch } from '../cases.policy.ts';
import { casesSettings } from '../cases.settings.ts';
import { categoryBook } from '../category-book.ts';
import { categorySuggestions, categoryTyped } from '../dispatch/names-typed.ts';
import { type Fields, one } from '../dispatch/typed-decision.ts';
import { similarCases } from '../matter/index.ts';
import { newFormToken } from '../resident/author-key.ts';
import { expectedBy } from '../resident/receipt-page.tsx';
import type { Letter } from '../resident/submit-case.ts';
import { earlierLetters } from './earlier-letters.ts';
import {
  EarlierOnes,
  type IntakeForm,
  IntakePage,
  SimilarChoice,
  type TakenChannel,
  TakenPage,
} from './intake-page.tsx';
import { placeSuggestions, placeTyped } from './place-typed.ts';
import { type TakeIn, type Taken, takeIn, takenChannels } from './take-in.ts';

const query = z.object({ channel: z.enum(takenChannels).catch('phone') });

/** 接线登记: the form for calls, visits and forum posts, and what it looks up while it is filled in. */
export function intakeRoutes(app: App, k: Kernel): void {
  const staff = (request: FastifyRequest) => requireStaff(k, request, 'operator', 'dispatcher');

  app.get('/intake/new', { schema: { querystring: query } }, async (request, reply) => {
    await staff(request);
    const { channel } = request.query;
    return sendForm(k, request, reply, { channel, token: newFormToken(), values: { kind: 'help' } });
  });

  app.post('/intake/new', { schema: { querystring: query } }, async (request, reply) => {
    const actor = await staff(request);
    const fields = (request.body ?? {}) as Fields;
    const { channel } = request.query;
    const again = { channel, token: one(fields, 'token') || newFormToken(), values: fields };
    if (one(fields, 'do') === 'look')
      return sendForm(k, request, reply, { ...again, earlier: await earlierLetters(k, actor, one(fields, 'phone')) });
    if (one(fields, 'do') === 'similar')
      return sendForm(k, request, reply, { ...again, similar: await similarTo(k, fields) });
    return take(k, request, reply, actor, channel, fields);
  });

  app.post('/intake/earlier', async (request, reply) => {
    const actor = await staff(request);
    const letters = await earlierLetters(k, actor, one((request.body ?? {}) as Fields, 'phone'));
    return sendFragment(request, reply, <EarlierOnes letters={letters} />);
  });

  app.post('/intake/similar', async (request, reply) => {
    await staff(request);
    const similar = await similarTo(k, (request.body ?? {}) as Fields);
    return sendFragment(request, reply, <SimilarChoice similar={similar} />);
  });
}

async function sendFragment(
  request: FastifyRequest,
  reply: FastifyReply,
  node: preact.JSX.Element,
): Promise<FastifyReply> {
  const ctx = await request.server.frame.personal(request);
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'private, no-store')
    .send(renderFragment(ctx, node));
}

async function similarTo(k: Kernel, fields: Fields) {
  const [title, body, place] = ['title', 'body', 'address'].map((name) => one(fields, name).slice(0, 2000));
  const written = {
    id: null,
    title: title ?? '',
    body: body ?? '',
    place: place ?? '',
    districtId: null,
    lon: null,
    lat: null,
  };
  return (await similarCases(k, written)).near;
}

type Showing = Pick<IntakeForm, 'channel' | 'token' | 'values'> & Partial<IntakeForm>;

async function sendForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  showing: Showing,
  status = 200,
): Promise<FastifyReply> {
  const [districts, categories] = await Promise.all([districtBook(k), categoryBook(k)]);
  return sendPage(
    request,
    reply,
    (ctx) => {
      const form: IntakeForm = {
        errors: {},
        earlier: null,
        similar: null,
        places: placeSuggestions(districts, ctx.locale),
        categories: categorySuggestions(categories, ({ name }) => localised(name, ctx.locale)),
        ...showing,
      };
      return {
        title: ctx.t('cases.intake.title'),
        robots: 'noindex',
        staff: { search: searchOf(ctx) },
        main: <IntakePage form={form} />,
      };
    },
    status,
  );
}

function searchOf({ t }: PageContext) {
  return {
    action: '/dispatch/find',
    placeholder: t('cases.dispatch.find_placeholder'),
    label: t('cases.dispatch.find'),
  };
}

async function take(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  channel: TakenChannel,
  fields: Fields,
): Promise<FastifyReply> {
  const { locale } = lookOf(request, k.settings.get(citySettings).languages);
  let taken: Taken;
  try {
    taken = await takeIn(k, actor, await takenDown(k, channel, fields, locale));
  } catch (thrown) {
    const ctx = await request.server.frame.personal(request);
    const { errors, status } = formErrors(ctx, thrown);
    // A form that was refused as a whole may be sent again as a new one.
    const token =
      Object.keys(errors).length === 1 && errors[''] ? newFormToken() : one(fields, 'token') || newFormToken();
    const similar = one(fields, 'title') === '' ? null : await similarTo(k, fields);
    return sendForm(k, request, reply, { channel, token, values: fields, errors: renamed(errors), similar }, status);
  }
  const expected = await expectedBy(k, taken.letter);
  const { numberPrefix } = k.settings.get(casesSettings);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.intake.taken.title'),
    robots: 'noindex',
    staff: { search: searchOf(ctx) },
    main: (
      <TakenPage
        {...taken}
        prefix={numberPrefix}
        channel={channel}
        expected={expected}
        mayDispatch={mayDispatch(actor)}
      />
    ),
  }));
}

/** Errors under the names that this form's fields have. */
function renamed(errors: FormErrors): FormErrors {
  const names: Record<string, string> = {
    districtId: 'district',
    categoryId: 'category',
    'forum.url': 'url',
    'forum.site': 'site',
    'forum.handle': 'handle',
  };
  return Object.fromEntries(Object.entries(errors).map(([name, text]) => [names[name] ?? name, text]));
}

/** The form as typed. @throws AppError beside the fields */
async function takenDown(k: Kernel, channel: TakenChannel, fields: Fields, locale: Locale): Promise<TakeIn> {
  const [districts, categories] = await Promise.all([districtBook(k), categoryBook(k)]);
  const typed = one(fields, 'category');
  const category = typed === '' ? null : categoryTyped(categories, typed);
  if (category && 'several' in category)
    failFields({
      category: {
        key: 'cases.dispatch.field.several',
        params: {
          names: category.several
            .slice(0, 6)
            .map(({ name }) => localised(name, locale))
            .join(locale === 'en' ? ', ' : '\u3001'),
        },
      },
    });
  if (category && 'none' in category) failFields({ category: { key: 'cases.field.category_unknown' } });
  const district = one(fields, 'district').trim();
  const place = district === '' ? null : placeTyped(districts, district);
  if (district !== '' && !place) failFields({ district: { key: 'cases.field.district_unknown' } });
  const letter: Letter = {
    title: one(fields, 'title'),
    body: one(fields, 'body'),
    kind: one(fields, 'kind') as Letter['kind'],
    districtId: place?.districtId,
    address: [place?.rest, one(fields, 'address').trim()].filter(Boolean).join(' '),
    categoryId: category && 'found' in category ? category.found.id : undefined,
    urgent: one(fields, 'urgent') === 'yes',
    confidential: one(fields, 'confidential') === 'yes',
    name: channel === 'forum' ? one(fields, 'handle') : one(fields, 'name'),
    phone: one(fields, 'phone'),
  };
  const postedAt = one(fields, 'postedAt');
  return {
    channel,
    token: one(fields, 'token'),
    letter,
    answer: channel === 'forum' ? '' : one(fields, 'answer'),
    mergeIntoId: one(fields, 'into'),
    ...(channel === 'forum'
      ? {
          forum: {
            url: one(fields, 'url').trim(),
            site: one(fields, 'site') || siteOf(one(fields, 'url')),
            handle: one(fields, 'handle'),
            postedAt: /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(postedAt)
              ? atLocal(postedAt.slice(0, 10), postedAt.slice(11), k.config.TIME_ZONE)
              : null,
          },
        }
      : {}),
  };
}

function siteOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
