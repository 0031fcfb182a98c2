import { HtmlValidate } from 'html-validate';
import type { ComponentChildren } from 'preact';
import { describe, expect, it } from 'vitest';
import { Answer } from './answer.tsx';
import { Button, ButtonLink, VerbLink } from './button.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { Heading, Trail } from './layout.tsx';
import { Letter } from './letter.tsx';
import { Matters, Toc } from './lists.tsx';
import { SignalLight, StateMark, Tag } from './marks.tsx';
import { Page, renderFragment, renderPage } from './page.tsx';
import { testContext } from './page-context.factory.ts';
import type { PageContext } from './page-context.ts';
import { Specimen } from './specimen.tsx';
import { SpecimenDesk } from './specimen-desk.tsx';
import { Table } from './table.tsx';
import { Pre, safeHref } from './text.tsx';
import { Timeline } from './timeline.tsx';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // Preact writes `<br/>` and boolean attributes without values; both are HTML.
    'void-style': ['error', { style: 'selfclose' }],
    // Plain words and short texts are not wrapped by the renderer.
    'long-title': 'off',
    'tel-non-breaking': 'off',
    'require-sri': 'off',
    // The specimen is several pages on one; and boxes of one question share their name.
    'heading-level': ['error', { allowMultipleH1: true }],
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }],
  },
});

async function problems(html: string): Promise<string[]> {
  const report = await validator.validateString(html);
  return report.results.flatMap((r) =>
    r.messages.map((m) => `${m.ruleId}: ${m.message} at ${html.slice(m.offset, m.offset + 90)}`),
  );
}

const en = {
  locale: 'en' as const,
  city: { ...testContext().city, brand: 'Tongxin', platformName: 'Yunchuan participation platform' },
};
const variants: [string, Partial<PageContext>][] = [
  ['default', {}],
  ['elder', { view: 'elder' }],
  ['dark', { theme: 'dark' }],
  ['en', en],
  ['zh-TW', { locale: 'zh-TW' }],
  ['signed in', { signedIn: { name: '许女士', isStaff: true } }],
];

const pages = [
  ...variants.map(([name, over]) => [`specimen, ${name}`, renderPage(<Specimen ctx={testContext(over)} />)] as const),
  ['desk', renderPage(<SpecimenDesk ctx={testContext({ view: 'desk' })} />)] as const,
];

describe.each(pages)('%s', (_name, html) => {
  it('is valid HTML', async () => {
    expect(await problems(html)).toEqual([]);
  });

  it('keeps to the content security policy', () => {
    expect(html).not.toMatch(/\sstyle\s*=/i);
    expect(html).not.toMatch(/<style/i);
    expect(html).not.toMatch(/\son[a-z]+\s*=/i);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/i);
    expect(html).not.toMatch(/javascript:/i);
  });
});

describe('the frame', () => {
  it('names its language, script and view', () => {
    expect(pages[0]?.[1]).toContain('<html lang="zh-CN">');
    expect(renderPage(<Specimen ctx={testContext({ locale: 'zh-TW' })} />)).toContain('<html lang="zh-Hant-TW">');
    expect(renderPage(<Specimen ctx={testContext({ view: 'elder', theme: 'dark' })} />)).toContain(
      '<html lang="zh-CN" data-theme="dark" data-view="elder">',
    );
  });

  it('has no script where nothing needs one', () => {
    const plain = renderPage(
      <Page ctx={testContext()} title="空">
        <p>字</p>
      </Page>,
    );
    expect(plain).not.toContain('<script');
    const form = renderPage(
      <Page ctx={testContext()} title="信">
        <Form id="f" action="/" keepDraft>
          <Field name="a" label="a" />
        </Form>
      </Page>,
    );
    expect(form).toContain('<script type="module" src="/assets/app.js"></script>');
  });

  it('comes back to the same page from every switch', () => {
    const html = pages[0]?.[1] ?? '';
    for (const set of ['elder', 'dark', 'zh-TW', 'en']) {
      expect(html).toContain(`/view?set=${set}&amp;back=%2Fcases%3Fkind%3Dhelp`);
    }
  });

  it('links to no section that was not given', () => {
    const html = renderPage(
      <Page ctx={testContext({ nav: [], tabs: [], footerLinks: [] })} title="空">
        <p>字</p>
      </Page>,
    );
    const links = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map((m) => m[1]);
    expect(links.filter((l) => !/^(\/view\?|#main|\/$|tel:12345|\/sign-in\?)/.test(l ?? ''))).toEqual([]);
  });

  it('shows nobody as signed in on a page cached for everyone', () => {
    const html = renderPage(
      <Page ctx={testContext({ signedIn: undefined })} title="空">
        <p>字</p>
      </Page>,
    );
    expect(html).toContain('<a href="/me">我的</a>');
    expect(html).not.toContain('/sign-in');
  });
});

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;

describe('hostile words', () => {
  const everywhere: [string, ComponentChildren][] = [
    ['heading', <Heading title={[hostile, hostile]} over={hostile} />],
    ['letter', <Letter text={hostile} sign={hostile} />],
    ['answer', <Answer office={hostile} text={hostile} seal={hostile} points={[hostile]} foot={hostile} />],
    ['timeline', <Timeline entries={[{ at: '2026-01-01', step: hostile, note: hostile, id: hostile }]} />],
    ['list', <Toc entries={[{ title: hostile, href: '/', left: hostile, verb: { label: hostile } }]} />],
    ['matters', <Matters entries={[{ href: '/', title: hostile, excerpt: hostile }]} />],
    ['table', <Table caption={hostile} rows={[1]} columns={[{ label: hostile, cell: () => hostile }]} />],
    ['marks', <StateMark tone="ok">{hostile}</StateMark>],
    ['light', <SignalLight level="red">{hostile}</SignalLight>],
    ['tag', <Tag remove={{ name: hostile, value: hostile, label: hostile }}>{hostile}</Tag>],
    ['trail', <Trail items={[{ label: hostile, href: '/' }, { label: hostile }]} />],
    [
      'form',
      <Form id="f" action="/" values={{ a: hostile, b: hostile }} errors={{ a: hostile, '': hostile }}>
        <Field name="a" label={hostile} hint={hostile} placeholder={hostile} />
        <Field name="b" label={hostile} type="textarea" counted maxLength={9} />
        <Field name="c" label={hostile} type="select" options={[{ value: hostile, label: hostile, group: hostile }]} />
        <Button name={hostile} value={hostile} label={hostile}>
          {hostile}
        </Button>
      </Form>,
    ],
  ];

  it.each(everywhere)('stay words in %s', (_name, node) => {
    const html = renderFragment(testContext(), node);
    expect(html).not.toMatch(/<script|<img/i);
    expect(html).toContain('&lt;script');
  });

  it('stay words in the head', () => {
    const html = renderPage(
      <Page ctx={testContext({ path: hostile })} title={hostile} description={hostile}>
        <p>字</p>
      </Page>,
    );
    expect(html).not.toMatch(/<script>|<img src=x/i);
  });
});

describe('addresses that people give', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    'blob:https://a/b',
    'not an address',
    '',
  ])('refuses %j', (href) => {
    expect(safeHref(href)).toBeUndefined();
  });

  it.each([
    'https://example.org/a?b#c',
    'http://example.org/',
    'mailto:a@example.org',
    'tel:12345',
    '/cases/1',
    '?a=1',
    '#answer',
  ])('lets %j through', (href) => {
    expect(safeHref(href)).toBe(href);
  });

  it('that run script are dropped from every link and form, checked or not', () => {
    const plain = ['javascript', 'alert(1)'].join(':');
    const bad = ` ${plain.replace('s', '\ns')}`;
    const html = renderFragment(testContext(), [
      <a href={bad}>甲</a>,
      <VerbLink href={plain}>乙</VerbLink>,
      <Form id="f" action="data:text/html,x">
        <Button formAction={bad}>丙</Button>
      </Form>,
      <a href="/script:fine">丁</a>,
    ]);
    expect(html.match(/script:[^"]*|data:[^"]*/g)).toEqual(['script:fine']);
  });

  it('become links in plain text, without the punctuation around them', () => {
    const html = renderFragment(testContext(), <Pre text={'见 https://example.org/a?b=1。\n\njavascript:alert(1)'} />);
    expect(html).toBe(
      '<p>见 <a href="https://example.org/a?b=1" rel="nofollow ugc noopener">https://example.org/a?b=1</a>。</p><p>javascript:alert(1)</p>',
    );
  });

  it('can look like buttons', () => {
    const html = renderFragment(testContext(), <ButtonLink href="/a?b=1&c=2">去</ButtonLink>);
    expect(html).toBe('<a class="btn" href="/a?b=1&amp;c=2">去</a>');
  });
});
