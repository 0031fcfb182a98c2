import { z } from 'zod';
import type { Mixing } from './mixing.ts';
import type { PackedWeights } from './packed-weights.ts';
import { Vocabulary } from './vocabulary.ts';

/** Everything a trained model consists of; weights are packed, all else is as trained. */
export type ModelParts = {
  labels: string[];
  /** Share of the training rows with each label. */
  priors: Float64Array;
  /** Rows that were learned from. */
  rows: number;
  vocabulary: Vocabulary;
  leading: { weight: PackedWeights; bias: Float32Array };
  contrast: { weight: PackedWeights; bias: Float32Array };
  net: { embedding: PackedWeights; hiddenBias: Float32Array; out: Float32Array; bias: Float32Array };
  mixing: Mixing;
};

// Layout, little-endian: 'TXRM', version (4 bytes), length of the header (4 bytes), the header as JSON in UTF-8, padding
// to 4 bytes, then the arrays named in `arraysOf`, one after the other, each padded to 4 bytes.
const MAGIC = 0x4d525854;
const VERSION = 1;

const numbers = z.array(z.number());
const headerSchema = z.object({
  labels: z.array(z.string()).min(1),
  priors: numbers,
  rows: z.int().nonnegative(),
  features: z.int().nonnegative(),
  hidden: z.int().positive(),
  share: numbers.length(3),
  bias: numbers,
});

/** Bytes of a model, see `readRoutingModel`. */
export function writeRoutingModel(parts: ModelParts): Uint8Array {
  const header = new TextEncoder().encode(
    JSON.stringify({
      labels: parts.labels,
      priors: [...parts.priors],
      rows: parts.rows,
      features: parts.vocabulary.size,
      hidden: parts.net.hiddenBias.length,
      share: [...parts.mixing.share],
      bias: [...parts.mixing.bias],
    } satisfies z.infer<typeof headerSchema>),
  );
  const arrays = arraysOf(parts);
  const body = arrays.reduce((sum, array) => sum + padded(array.byteLength), 0);
  const bytes = new Uint8Array(12 + padded(header.length) + body);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, 12);
  let at = 12 + padded(header.length);
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

/** Reads the bytes of a model. Throws an Error that says why when they are damaged or of another version. */
export function readRoutingModel(bytes: Uint8Array): ModelParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0, true) !== MAGIC) throw new Error('These bytes are no routing model.');
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw new Error(`The routing model has format ${version}; this program reads ${VERSION}.`);
  const header = readHeader(bytes.subarray(12, 12 + view.getUint32(8, true)));
  const labels = header.labels.length;
  if (header.priors.length !== labels || header.bias.length !== labels) throw damaged();
  const parts: ModelParts = {
    labels: header.labels,
    rows: header.rows,
    priors: Float64Array.from(header.priors),
    vocabulary: new Vocabulary(new Uint32Array(0), new Float32Array(0)),
    leading: { weight: emptyTable(header.features, labels), bias: new Float32Array(labels) },
    contrast: { weight: emptyTable(header.features, labels), bias: new Float32Array(labels) },
    net: {
      embedding: emptyTable(header.features, header.hidden),
      hiddenBias: new Float32Array(header.hidden),
      out: new Float32Array(header.hidden * labels),
      bias: new Float32Array(labels),
    },
    mixing: { share: Float64Array.from(header.share), bias: Float64Array.from(header.bias) },
  };
  const keys = new Uint32Array(header.features);
  const rarity = new Float32Array(header.features);
  let at = 12 + padded(view.getUint32(8, true));
  for (const array of [keys, rarity, ...arraysOf(parts).slice(2)]) {
    const stored = bytes.subarray(at, at + array.byteLength);
    if (stored.length !== array.byteLength) throw damaged();
    new Uint8Array(array.buffer).set(stored);
    at += padded(array.byteLength);
  }
  if (at !== bytes.length) throw damaged();
  parts.vocabulary = new Vocabulary(keys, rarity);
  return parts;
}

function readHeader(bytes: Uint8Array): z.infer<typeof headerSchema> {
  try {
    const header = headerSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    // More cells than a file of this program can hold: refuse before making room for them.
    if (header.features * (header.labels.length * 2 + header.hidden) > 2 ** 28) throw damaged();
    return header;
  } catch {
    throw damaged();
  }
}

function emptyTable(rows: number, columns: number): PackedWeights {
  return { columns, cells: new Int16Array(rows * columns), scale: new Float32Array(columns) };
}

function arraysOf({ vocabulary, leading, contrast, net }: ModelParts) {
  return [
    vocabulary.keys,
    vocabulary.rarity,
    leading.weight.cells,
    leading.weight.scale,
    leading.bias,
    contrast.weight.cells,
    contrast.weight.scale,
    contrast.bias,
    net.embedding.cells,
    net.embedding.scale,
    net.hiddenBias,
    net.out,
    net.bias,
  ];
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function damaged(): Error {
  return new Error('The stored routing model is damaged.');
}
