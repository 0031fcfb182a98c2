import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import { makeSurvey } from '../surveys.factory.ts';
import { answersAsTheyAre, makeSo } from './answer.fixture.queries.ts';
import { hiddenOf, Respondent } from './respondent.fixture.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const trips = { 'q.way': 'bike', 'q.minutes': '25' };
const views = {
  'q.content': '4',
  'q.stops.light': 'good',
  'q.first.fast': '2',
  'q.first.cheap': '1',
  'q.wish': '多几班车',
};

async function begun(given: Parameters<typeof makeSurvey>[1] = {}) {
  const made = await makeSurvey(k, given);
  const person = new Respondent(app);
  const answer = await person.post(`/surveys/${made.survey.slug}/begin`);
  return { ...made, slug: made.survey.slug, person, first: String(answer.headers.location) };
}

/** The answer to a plain question. */
function sumAsked(t: (key: string, params?: Record<string, unknown>) => string, question: string): number {
  const word = (n: number) => t(`proof.number.${n}`);
  for (let a = 0; a <= 20; a++) {
    if (a <= 10 && t('proof.question.double', { a: word(a) }) === question) return 2 * a;
    for (let b = 0; b <= 20; b++) {
      if (t('proof.question.plus', { a: word(a), b: word(b) }) === question) return a + b;
      if (t('proof.question.minus', { a: word(a), b: word(b) }) === question) return a - b;
      for (let c = 0; c <= 20; c++)
        if (t('proof.question.largest', { a: word(a), b: word(b), c: word(c) }) === question) return Math.max(a, b, c);
    }
  }
  throw new Error(`cannot answer: ${question}`);
}

describe('answering without scripts', () => {
  it('goes page by page to a receipt, and keeps what was answered', async () => {
    const { survey, slug, person, first } = await begun();
    expect(first).toBe(`/surveys/${slug}/answer/trips`);
    const second = await person.fill(first, trips);
    expect(second).toMatchObject({ status: 303, to: `/surveys/${slug}/answer/views` });
    const review = await person.fill(second.to, views);
    expect(review.to).toBe(`/surveys/${slug}/review`);
    expect((await person.get(review.to)).body).toContain('第 1 位：省');
    const done = await person.handIn(slug);
    expect(done.to).toMatch(/\/done\?receipt=[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const thanks = await person.get(done.to);
    expect(thanks.body).toContain(done.to.split('=')[1]);
    const { responses, drafts, fresh } = await answersAsTheyAre(k.db, survey.id);
    expect(drafts).toEqual([]);
    expect(responses).toHaveLength(1);
    expect(responses[0]).toMatchObject({
      way: 'web',
      locale: 'zh-CN',
      form_version: 1,
      account_id: null,
      handed_in_at: new Date('2026-11-19T02:00:00Z'),
      answers: {
        way: 'bike',
        minutes: 25,
        hours: 0.8,
        content: 4,
        stops: { light: 'good' },
        first: ['cheap', 'fast'],
        wish: '多几班车',
      },
    });
    expect(fresh).toMatchObject([{ response_ids: [responses[0]?.id] }]);
    await settle(k);
  });

  it('shows a question that an answer brought up, before it goes on', async () => {
    const { slug, person, first } = await begun();
    expect((await person.get(first)).body).toMatch(/data-question="lines"[^>]*hidden/);
    const same = await person.fill(first, { 'q.way': 'bus', 'q.minutes': '25' });
    expect(same.to).toBe(`${first}?more=1`);
    const page = (await person.get(same.to)).body;
    expect(page).toContain('这一页还有 1 题');
    expect(page).not.toMatch(/data-question="lines"[^>]*hidden/);
    const on = await person.fill(same.to.split('?')[0] as string, {
      'q.way': 'bus',
      'q.lines': ['l1', 'l2'],
      'q.minutes': '25',
    });
    expect(on.to).toBe(`/surveys/${slug}/answer/views`);
  });

  it('says beside the field and first on the page what is wrong, and keeps what was typed', async () => {
    const { survey, person, first } = await begun();
    const wrong = await person.fill(first, { 'q.minutes': '五百' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('href="#answer-q-way"');
    expect(wrong.body).toContain('id="answer-q-way"');
    expect(wrong.body).toContain('这一题要答');
    expect(wrong.body).toContain('value="五百"');
    expect((await person.fill(first, { 'q.way': 'train' })).body).toContain('请从列出的选项里选');
    expect((await person.fill(first, { 'q.way': 'bike', 'q.minutes': '400' })).body).toContain('1 到 300');
    expect((await answersAsTheyAre(k.db, survey.id)).drafts).toMatchObject([
      { answers: { way: 'bike', minutes: 400 } },
    ]);
  });

  it('does not take two of the same place in a ranking', async () => {
    const { slug, person, first } = await begun();
    await person.fill(first, trips);
    const twice = await person.fill(`/surveys/${slug}/answer/views`, { 'q.first.fast': '1', 'q.first.often': '1' });
    expect(twice.status).toBe(422);
    expect(twice.body).toContain('都排在第 1 位');
  });

  it('lets somebody go back, stop, and go on elsewhere by a link', async () => {
    const { slug, person, first } = await begun();
    await person.fill(first, trips);
    expect((await person.fill(`/surveys/${slug}/answer/views`, { 'q.wish': '半句' }, 'back')).to).toBe(first);
    const later = await person.fill(`/surveys/${slug}/answer/views`, { 'q.wish': '半句话' }, 'later');
    const link = /http:\/\/tongxin\.test(\/surveys\/[^"<]+\/go-on\/[\w-]{32})/.exec(
      (await person.get(later.to)).body,
    )?.[1];
    const elsewhere = new Respondent(app);
    expect((await elsewhere.get(link as string)).statusCode).toBe(200);
    expect(elsewhere.cookies.has('survey_draft')).toBe(false);
    const there = await elsewhere.post(link as string);
    expect((await elsewhere.get(String(there.headers.location))).body).toContain('半句话');
    await elsewhere.handIn(slug);
    expect((await elsewhere.get(link as string)).statusCode).toBe(404);
    expect((await person.get(first)).statusCode).toBe(404);
  });

  it('changes the language in the middle and keeps what was typed', async () => {
    const { slug, person, first } = await begun();
    const changed = await person.fill(first, { 'q.minutes': '12' }, 'lang.en');
    expect(changed.to).toContain('/view?set=en&back=');
    const back = await person.get(changed.to);
    const page = (await person.get(String(back.headers.location))).body;
    expect(page).toContain('Minutes one way?');
    expect(page).toContain('value="12"');
    await person.fill(first, trips);
    await person.handIn(slug);
  });

  it('saves without going on, and checks nothing then', async () => {
    const { survey, person, first } = await begun();
    const kept = await person.fill(first, { 'q.way': 'bus', 'q.lines': ['l1', 'none'] }, 'keep');
    expect(kept.status).toBe(204);
    const [draft] = (await answersAsTheyAre(k.db, survey.id)).drafts;
    expect(draft).toMatchObject({ answers: { way: 'bus', lines: ['l1', 'none'] } });
  });

  it('hands nothing in that is not whole, and says where it is not', async () => {
    const { survey, slug, person } = await begun();
    const review = (await person.get(`/surveys/${slug}/review`)).body;
    expect(review).toContain(`/surveys/${slug}/answer/trips?from=review#answer-q-way`);
    expect(review).not.toContain('交上去</button>');
    expect((await person.handIn(slug)).status).toBe(422);
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toEqual([]);
    const mended = await person.fill(`/surveys/${slug}/answer/trips?from=review`, trips);
    expect(mended.to).toBe(`/surveys/${slug}/review`);
  });

  it('drops answers to what is not asked any more', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, { 'q.way': 'bus', 'q.lines': ['l1'] }, 'later');
    await person.fill(first, { 'q.way': 'foot', 'q.lines': ['l1'] });
    await person.handIn(slug);
    const [response] = (await answersAsTheyAre(k.db, survey.id)).responses;
    expect(response?.answers).toEqual({ way: 'foot' });
  });

  it('keeps what was written beside a choice', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, { 'q.way': 'other', 'q.way_other': '  坐船  ' });
    expect((await person.get(`/surveys/${slug}/review`)).body).toContain('其他：坐船');
    await person.handIn(slug);
    const [response] = (await answersAsTheyAre(k.db, survey.id)).responses;
    expect(response?.answers).toEqual({ way: 'other', way_other: '坐船' });
  });

  it('draws an order for each person that stays', async () => {
    const definition = definitionSchema.parse({
      languages: ['zh-CN'],
      sections: [
        {
          id: 'one',
          randomOrder: true,
          questions: Array.from({ length: 12 }, (_, at) => ({
            type: 'text',
            name: `t${at}`,
            label: { 'zh-CN': `题${at}` },
          })),
        },
      ],
    });
    const orderOf = (html: string) => [...html.matchAll(/data-question="(t\d+)"/g)].map(([, name]) => name).join();
    const { slug, person, first } = await begun({ definition });
    const order = orderOf((await person.get(first)).body);
    expect(orderOf((await person.get(first)).body)).toBe(order);
    const other = new Respondent(app);
    await other.post(`/surveys/${slug}/begin`);
    expect(orderOf((await other.get(first)).body)).not.toBe(order);
  });
});

describe('when it is handed in', () => {
  it('is one answer however often the form is sent', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, trips);
    const form = await person.hidden(`/surveys/${slug}/review`);
    const url = `/surveys/${slug}/hand-in`;
    const cookies = new Map(person.cookies);
    const answers = await Promise.all([person.post(url, form), person.post(url, form), person.post(url, form)]);
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    // Again, much later, by the way back in the browser.
    for (const [name, value] of cookies) person.cookies.set(name, value);
    expect((await person.post(url, form)).headers.location).toBe(answers[0]?.headers.location);
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toHaveLength(1);
  });

  it('is one answer of a draft that two review pages hand in at once', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, trips);
    const forms = await Promise.all([1, 2, 3, 4].map(() => person.hidden(`/surveys/${slug}/review`)));
    const all = await Promise.all(forms.map((form) => person.post(`/surveys/${slug}/hand-in`, form)));
    expect(all.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1);
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toHaveLength(1);
  });

  it('is not handed in where another device changed it since it was read', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, trips);
    const form = await person.hidden(`/surveys/${slug}/review`);
    await person.fill(first, { ...trips, 'q.minutes': '77' });
    const refused = await person.post(`/surveys/${slug}/hand-in`, form);
    expect(refused.statusCode).toBe(409);
    expect(refused.body).toContain('77');
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toEqual([]);
  });

  it('tells a browser that it has answered, and lets somebody else answer with it', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, trips);
    await person.handIn(slug);
    const again = await person.post(`/surveys/${slug}/begin`);
    expect(again.statusCode).toBe(409);
    expect(again.body).toContain('家里还有人要答');
    expect((await person.post(`/surveys/${slug}/begin`, { again: 'yes' })).headers.location).toBe(first);
    await person.fill(first, trips);
    await person.handIn(slug);
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toHaveLength(2);
  });

  it('asks for a proof where many come from one address, and takes it once', async () => {
    const crowd = await testKernel();
    const at = await testApp(crowd);
    crowd.limits.factor = 1;
    const { survey } = await makeSurvey(crowd);
    const { slug } = survey;
    const answered = async () => {
      const person = new Respondent(at);
      await person.post(`/surveys/${slug}/begin`);
      await person.fill(`/surveys/${slug}/answer/trips`, trips);
      return { person, done: await person.handIn(slug) };
    };
    for (let n = 0; n < 15; n++) expect((await answered()).done.status).toBe(303);
    const { person, done } = await answered();
    expect(done.status).toBe(422);
    const form = hiddenOf(done.body);
    const asked = /<label for="hand-in-proof_answer">([^<]*)</.exec(done.body)?.[1] ?? '';
    const wrong = await person.post(`/surveys/${slug}/hand-in`, { ...form, proof_answer: '99' });
    expect(wrong.statusCode).toBe(422);
    const second = hiddenOf(wrong.body);
    const question = /<label for="hand-in-proof_answer">([^<]*)</.exec(wrong.body)?.[1] ?? asked;
    const right = { ...second, proof_answer: String(sumAsked(crowd.i18n.t('zh-CN'), question)) };
    expect((await person.post(`/surveys/${slug}/hand-in`, right)).statusCode).toBe(303);
    expect((await answersAsTheyAre(crowd.db, survey.id)).responses).toHaveLength(16);
  });
});

describe('the time in which it is taken', () => {
  it('begins and ends', async () => {
    const early = await makeSurvey(k, { from: 1, to: 3 });
    expect((await new Respondent(app).post(`/surveys/${early.survey.slug}/begin`)).statusCode).toBe(409);
    const late = await makeSurvey(k, { from: -3, to: -1 });
    expect((await new Respondent(app).post(`/surveys/${late.survey.slug}/begin`)).statusCode).toBe(409);
    const draft = await makeSurvey(k, { state: 'draft' });
    expect((await new Respondent(app).get(`/surveys/${draft.survey.slug}`)).statusCode).toBe(404);
  });

  it('lets whoever began hand in for half an hour after the end, closed or not, and no longer', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, trips);
    const end = k.clock.now();
    const later = await begun();
    for (const { id } of [survey, later.survey])
      await makeSo(
        k.db,
        `update surveys.survey set state = 'closed', closed_at = now(), ends_at = '${new Date(end.getTime() + 60_000).toISOString()}' where id = '${id}'`,
      );
    await later.person.fill(later.first, trips);
    k.clock.advance(20 * 60_000);
    try {
      expect((await person.get(`/surveys/${slug}/answer/views`)).body).toContain('10:31');
      expect((await person.handIn(slug)).status).toBe(303);
      k.clock.advance(20 * 60_000);
      const refused = await later.person.handIn(later.slug);
      expect(refused.status).toBe(409);
      expect((await answersAsTheyAre(k.db, later.survey.id)).responses).toEqual([]);
    } finally {
      k.clock.set(end);
    }
  });

  it('keeps answers when the wording is corrected in the middle, and says so', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, trips);
    const form = await person.hidden(`/surveys/${slug}/review`);
    await makeSo(
      k.db,
      `insert into surveys.form (survey_id, version, definition, created_at) select survey_id, 2, definition, now() from surveys.form where survey_id = '${survey.id}'`,
    );
    await makeSo(k.db, `update surveys.survey set form_version = 2 where id = '${survey.id}'`);
    expect((await person.get(`/surveys/${slug}/answer/views`)).body).toContain('改了措辞');
    expect((await person.post(`/surveys/${slug}/hand-in`, form)).statusCode).toBe(409);
    await person.handIn(slug);
    const [response] = (await answersAsTheyAre(k.db, survey.id)).responses;
    expect(response).toMatchObject({ form_version: 2, answers: { way: 'bike', minutes: 25 } });
  });
});

describe('hostile input', () => {
  it('bounds what is kept, and stores no control characters', async () => {
    const { survey, slug, person, first } = await begun();
    await person.fill(first, { ...trips, 'q.way': 'bike', 'q.__proto__': 'x', 'q.constructor': 'y' });
    const huge = await person.fill(`/surveys/${slug}/answer/views`, { 'q.wish': '长'.repeat(90_000) });
    expect(huge.status).toBe(422);
    expect(huge.body).toContain('写得太多了');
    const odd = await person.fill(`/surveys/${slug}/answer/views`, { 'q.wish': 'a\u0000b\ud800<script>' });
    expect(odd.status).toBe(303);
    const [draft] = (await answersAsTheyAre(k.db, survey.id)).drafts;
    expect((draft as { answers: { wish: string } }).answers.wish).toMatch(/^a b.<script>$/u);
    expect((await person.get(`/surveys/${slug}/review`)).body).not.toContain('<script>');
    expect((await person.get(`/surveys/${slug}/answer/nowhere`)).statusCode).toBe(303);
    expect((await person.post(`/surveys/${slug}/answer/nowhere`, {})).statusCode).toBe(404);
    expect((await person.get(`/surveys/${slug}/done?receipt=%00`)).statusCode).toBe(200);
  });

  it('opens no draft without its token', async () => {
    const { slug, first } = await begun();
    expect((await new Respondent(app).get(first)).statusCode).toBe(404);
    expect((await new Respondent(app).get(`/surveys/${slug}/go-on/${'a'.repeat(32)}`)).statusCode).toBe(404);
    expect((await new Respondent(app, { cookie: `survey_draft=${'a'.repeat(32)}` }).get(first)).statusCode).toBe(404);
  });
});
