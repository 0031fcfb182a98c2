import { Fold } from '../../../ui/dialog.tsx';
import { Chapter, Heading, Section, Trail } from '../../../ui/layout.tsx';
import { Tag } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { type Field, fieldsOf, type OpenApi, type Operation, type Parameter, typeWords } from './openapi-document.ts';

type Entry = { method: 'get' | 'post'; path: string; operation: Operation };
const tags = ['cases', 'figures', 'members', 'books'] as const;

/** What programs can ask for and bring, from the same OpenAPI document that they read. */
export function ApiPage({ document }: { document: OpenApi }) {
  const { t } = useUi();
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    (['get', 'post'] as const).flatMap((method): Entry[] => {
      const operation = methods[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
  return (
    <>
      <Trail items={[{ label: t('cases.api.home'), href: '/' }, { label: t('cases.api.title') }]} />
      <Heading
        title={t('cases.api.title')}
        lead={t('cases.api.lead')}
        facts={
          <>
            <a href="/api/v1/openapi.json">OpenAPI 3.1</a>
            <a href="/open311/v2/discovery.json">Open311 GeoReport v2</a>
            <a href="/data">{t('cases.api.open_data')}</a>
          </>
        }
      />
      <Rules />
      {tags.map((tag) => (
        <Chapter id={`tag-${tag}`} title={t(`cases.api.tag.${tag}`)} note={t(`cases.api.tag.${tag}_note`)}>
          {entries
            .filter((entry) => entry.operation.tags.includes(tag))
            .map((entry) => (
              <OperationSection document={document} entry={entry} />
            ))}
        </Chapter>
      ))}
      <Open311 url={document.servers[0]?.url ?? ''} />
    </>
  );
}

const rules = ['key', 'reference', 'errors', 'limits', 'privacy', 'order'] as const;

function Rules() {
  const { t } = useUi();
  return (
    <Chapter id="rules" title={t('cases.api.rules')}>
      <dl class="plain ruled">
        {rules.map((rule) => (
          <div>
            <dt>{t(`cases.api.rule.${rule}`)}</dt>
            <dd>{t(`cases.api.rule.${rule}_text`)}</dd>
          </div>
        ))}
      </dl>
      <Code label={t('cases.api.error_example')}>
        {
          '{"error": {"code": "kernel.invalid", "params": {"n": 1},\n  "fields": {"title": {"key": "cases.field.title_short"}}, "reference": "4gHk2x9a"}}'
        }
      </Code>
    </Chapter>
  );
}

function Code({ label, children }: { label: string; children: string }) {
  return (
    <section class="figure-scroll" tabindex={0} aria-label={label}>
      <pre>
        <code lang="en">{children}</code>
      </pre>
    </section>
  );
}

function OperationSection({ document, entry }: { document: OpenApi; entry: Entry }) {
  const { t } = useUi();
  const { method, path, operation } = entry;
  const id = `${method}${path.replace(/[^a-z0-9]+/gi, '-')}`;
  const answer = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1];
  const schema = answer?.content?.['application/json'].schema;
  const body = operation.requestBody?.content['application/json'].schema;
  return (
    <Section id={id} title={operation.summary}>
      <p>
        <Tag>{method.toUpperCase()}</Tag> <code lang="en">{path}</code>
      </p>
      <p>{operation.description}</p>
      {operation.parameters && operation.parameters.length > 0 && (
        <ParameterTable document={document} of={operation.summary} parameters={operation.parameters} />
      )}
      {body && (
        <FieldTable
          caption={t('cases.api.body')}
          of={operation.summary}
          fields={fieldsOf(document, body).map((field) => ({
            ...field,
            where: field.required ? t('cases.api.required') : undefined,
          }))}
        />
      )}
      <Code label={t('cases.api.part_of', { part: t('cases.api.example'), of: operation.summary })}>
        {curl(document, entry)}
      </Code>
      {schema && (
        <Fold summary={t('cases.api.part_of', { part: t('cases.api.answer'), of: operation.summary })}>
          <FieldTable caption={t('cases.api.answer')} of={operation.summary} fields={fieldsOf(document, schema)} />
        </Fold>
      )}
    </Section>
  );
}

function ParameterTable(p: { document: OpenApi; of: string; parameters: readonly Parameter[] }) {
  const { t } = useUi();
  const fields = p.parameters.map((parameter) => ({
    path: parameter.name,
    type: typeWords(p.document, parameter.schema),
    where: parameter.in === 'query' ? undefined : t(`cases.api.where.${parameter.in}`),
    description: parameter.description ?? parameter.schema.description ?? '',
  }));
  return <FieldTable caption={t('cases.api.parameters')} of={p.of} fields={fields} />;
}

type Row = Pick<Field, 'path' | 'type' | 'description'> & { where?: string | undefined };

/** Name and type in one column, so that it fits a phone. */
function FieldTable({ caption, of, fields }: { caption: string; of: string; fields: readonly Row[] }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('cases.api.part_of', { part: caption, of })}
      captionHidden
      dense
      columns={[
        {
          label: caption,
          head: true,
          cell: (row: Row) => (
            <>
              <code lang="en">{row.path}</code>
              <br />
              <small class="quiet">
                <span lang="en">{row.type}</span>
                {row.where && ` · ${row.where}`}
              </small>
            </>
          ),
        },
        { label: t('cases.api.column.what'), cell: (row: Row) => row.description },
      ]}
      rows={fields}
    />
  );
}

/** A call that can be pasted into a terminal. */
function curl(document: OpenApi, { method, path, operation }: Entry): string {
  const address = `${document.servers[0]?.url ?? ''}${path.replace('{number}', '2026-1119-0127')}`;
  if (method === 'post')
    return [
      `curl -X POST '${address}' \\`,
      "  -H 'Authorization: Bearer tx_…' -H 'Content-Type: application/json' \\",
      `  -d '{"title": "…", "body": "…", "kind": "help", "address": "…", "reference": "app-1"}'`,
    ].join('\n');
  const header = operation.parameters?.some((parameter) => parameter.name === 'x-tracking-code');
  const query = operation.parameters?.some((parameter) => parameter.name === 'limit') ? '?limit=5' : '';
  return header ? `curl -H 'X-Tracking-Code: ABCD-EFGH-JKLM' '${address}'` : `curl '${address}${query}'`;
}

function Open311({ url }: { url: string }) {
  const { t } = useUi();
  return (
    <Chapter id="open311" title="Open311 GeoReport v2" note={t('cases.api.open311_note')}>
      <p>{t('cases.api.open311_text')}</p>
      <Code label={t('cases.api.part_of', { part: t('cases.api.example'), of: 'Open311' })}>
        {[
          `curl '${url}/open311/v2/services.json'`,
          `curl '${url}/open311/v2/services/general.xml'`,
          `curl '${url}/open311/v2/requests.json?status=open'`,
          `curl -X POST '${url}/open311/v2/requests.json' -d api_key=tx_… -d service_code=general \\`,
          "  --data-urlencode 'address_string=…' --data-urlencode 'description=…' -d client_reference=app-1",
        ].join('\n')}
      </Code>
    </Chapter>
  );
}
