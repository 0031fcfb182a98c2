/**
 * What GeoReport v2 says answers look like, written down from the published text of the standard as JSON Schemas. Stricter
 * than it in one way: nothing beside the parts it names.
 */
const text = { type: 'string' } as const;
const some = { type: 'string', minLength: 1 } as const;
const moment = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
} as const;

function object(properties: Record<string, object>, required: string[]) {
  return { type: 'object', properties, required, additionalProperties: false } as const;
}
const list = (items: object, more: object = {}) => ({ type: 'array', items, ...more }) as const;

const request = object(
  {
    service_request_id: some,
    status: { enum: ['open', 'closed'] },
    status_notes: text,
    service_name: text,
    service_code: some,
    description: { type: 'string', maxLength: 4000 },
    agency_responsible: text,
    service_notice: text,
    requested_datetime: moment,
    updated_datetime: moment,
    expected_datetime: moment,
    address: text,
    address_id: text,
    zipcode: text,
    lat: { type: 'number', minimum: -90, maximum: 90 },
    long: { type: 'number', minimum: -180, maximum: 180 },
    media_url: { type: 'string', pattern: '^https?://' },
  },
  ['service_request_id', 'status', 'service_code', 'requested_datetime'],
);

const attribute = object(
  {
    variable: { type: 'boolean' },
    code: some,
    datatype: { enum: ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'] },
    required: { type: 'boolean' },
    datatype_description: text,
    order: { type: 'integer', minimum: 1 },
    description: text,
    values: list(object({ key: some, name: some }, ['key', 'name']), { minItems: 1 }),
  },
  ['variable', 'code', 'datatype', 'required', 'order', 'description'],
);

export const georeport = {
  services: list(
    object(
      {
        service_code: some,
        service_name: some,
        description: text,
        metadata: { type: 'boolean' },
        type: { enum: ['realtime', 'batch', 'blackbox'] },
        keywords: text,
        group: text,
      },
      ['service_code', 'service_name', 'description', 'metadata', 'type'],
    ),
    { minItems: 1 },
  ),
  definition: object({ service_code: some, attributes: list(attribute, { minItems: 1 }) }, [
    'service_code',
    'attributes',
  ]),
  requests: list(request, { maxItems: 1000 }),
  posted: list(object({ service_request_id: some, service_notice: text, account_id: text }, ['service_request_id']), {
    minItems: 1,
    maxItems: 1,
  }),
  token: list(object({ service_request_id: some, token: some }, ['service_request_id', 'token']), {
    minItems: 1,
    maxItems: 1,
  }),
  errors: list(
    object({ code: { type: 'integer', minimum: 400, maximum: 599 }, description: some }, ['code', 'description']),
    {
      minItems: 1,
    },
  ),
  discovery: object(
    {
      changeset: moment,
      contact: some,
      key_service: some,
      endpoints: list(
        object(
          {
            specification: some,
            url: some,
            changeset: moment,
            type: { enum: ['production', 'test', 'acceptation'] },
            formats: list(some, { minItems: 1 }),
          },
          ['specification', 'url', 'changeset', 'type', 'formats'],
        ),
        { minItems: 1 },
      ),
    },
    ['changeset', 'contact', 'key_service', 'endpoints'],
  ),
} as const;
