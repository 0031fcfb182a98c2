import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { madeUpMessages } from './routing.factory.ts';
import { RoutingModel } from './routing-model.ts';
import { type LabelledText, trainRouting, trainRoutingGently } from './train-routing.ts';

const model = trainRouting(madeUpMessages(240));

function total(suggestions: { confidence: number }[]): number {
  return suggestions.reduce((sum, { confidence }) => sum + confidence, 0);
}

describe('a trained model', () => {
  it('learns labels that differ, on messages it has not seen', () => {
    const unseen = madeUpMessages(200, 99);
    const right = unseen.filter(({ text, label }) => model.suggest(text)[0]?.label === label);
    expect(right.length).toBeGreaterThanOrEqual(196);
  });

  it('learns nothing where there is nothing to learn, and says so by its confidence', () => {
    const random = seededRandom(5);
    const shuffled = madeUpMessages(240).map(({ text }) => ({ text, label: random() < 0.5 ? '甲' : '乙' }));
    const unsure = trainRouting(shuffled);
    const answers = madeUpMessages(100, 99).map(({ text }) => unsure.suggest(text)[0]!.confidence);
    expect(total(answers.map((confidence) => ({ confidence }))) / answers.length).toBeLessThan(0.75);
  });

  it('states confidence about as often as it is right where a third of the labels is wrong', () => {
    const random = seededRandom(8);
    const labels = model.labels;
    const spoil = (rows: LabelledText[]) =>
      rows.map((row) => (random() < 1 / 3 ? { ...row, label: labels[Math.floor(random() * 4)]! } : row));
    const noisy = trainRouting(spoil(madeUpMessages(600, 3)));
    const test = spoil(madeUpMessages(600, 4));
    const right = test.filter(({ text, label }) => noisy.suggest(text)[0]!.label === label).length / test.length;
    const stated = total(test.map(({ text }) => noisy.suggest(text)[0]!)) / test.length;
    expect(right).toBeGreaterThan(0.65);
    expect(Math.abs(stated - right)).toBeLessThan(0.1);
  });

  it('gives the k likeliest, likeliest first, with confidences that sum to less than 1', () => {
    const three = model.suggest('公交到站不停', 3);
    expect(three).toHaveLength(3);
    expect(three[0]?.label).toBe('公共交通');
    expect(three.map(({ confidence }) => confidence)).toEqual(
      three.map(({ confidence }) => confidence).sort((a, b) => b - a),
    );
    const all = model.suggest('公交到站不停', 99);
    expect(all).toHaveLength(4);
    expect(new Set(all.map(({ label }) => label)).size).toBe(4);
    expect(total(all)).toBeGreaterThan(0.99);
    expect(total(all)).toBeLessThan(1);
    expect(model.suggest('公交', 0)).toEqual([]);
  });

  it('knows matters from the lexicon that no row of a small set names', () => {
    const rows = [
      { text: '小学招生划片问题', label: '教育' },
      { text: '中学老师补课收费', label: '教育' },
      { text: '幼儿园入园报名', label: '教育' },
      { text: '河水被工厂排污染黑', label: '环保' },
      { text: '夜里噪音扰民', label: '环保' },
      { text: '烟囱冒黑烟有异味', label: '环保' },
    ];
    const small = trainRouting(rows);
    expect(small.suggest('高考志愿')[0]?.label).toBe('教育');
    expect(small.suggest('粉尘刺鼻')[0]?.label).toBe('环保');
  });
});

describe('training', () => {
  it('gives the same bytes for the same rows, at once or in slices, and others for another seed', async () => {
    const rows = madeUpMessages(60);
    const bytes = trainRouting(rows).serialize();
    expect(trainRouting(rows).serialize()).toEqual(bytes);
    expect((await trainRoutingGently(rows, { slice_ms: 0 })).serialize()).toEqual(bytes);
    expect(trainRouting(rows, { seed: 2 }).serialize()).not.toEqual(bytes);
  });

  it('lets other work through while it goes on', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await trainRoutingGently(madeUpMessages(120), { slice_ms: 0 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('works on ten rows', () => {
    const tiny = trainRouting(madeUpMessages(10));
    expect(tiny.suggest('自来水是黄的')[0]?.label).toBe('供水');
    expect(tiny.suggest('自来水是黄的')[0]!.confidence).toBeLessThan(0.95);
  });

  it('works on one label and on one row, never quite certain', () => {
    const one = trainRouting([{ text: '路灯不亮', label: '市政' }]);
    expect(one.suggest('井盖丢了')).toEqual([{ label: '市政', confidence: 2 / 3 }]);
    const many = trainRouting(madeUpMessages(40).map(({ text }) => ({ text, label: '全部' })));
    expect(many.suggest('井盖丢了')).toEqual([{ label: '全部', confidence: 41 / 42 }]);
  });

  it('keeps the last rows where there are too many', () => {
    const old = madeUpMessages(50).map(({ text }) => ({ text, label: '旧部门' }));
    expect(trainRouting([...old, ...madeUpMessages(40)], { maxRows: 40 }).labels).toEqual(model.labels);
    const short = trainRouting([...old, ...madeUpMessages(40)], { maxChars: 300 });
    expect(short.rows).toBeLessThan(15);
    expect(short.labels).not.toContain('旧部门');
  });

  it('leaves out rows with an empty label and refuses to learn from nothing', () => {
    const rows = [...madeUpMessages(12), { text: '没有去处', label: '  ' }];
    expect(trainRouting(rows).rows).toBe(12);
    expect(() => trainRouting([])).toThrow(/at least one/);
    expect(() => trainRouting([{ text: '没有去处', label: '' }])).toThrow(/at least one/);
  });

  it('takes labels and messages of any language', () => {
    const rows = Array.from({ length: 30 }, (_, i) =>
      i % 2 > 0
        ? { text: `The library closes too early, visit ${i}`, label: 'Bibliothèque 📚' }
        : { text: `Water pressure is low on floor ${i}`, label: 'Вода __proto__' },
    );
    const foreign = RoutingModel.deserialize(trainRouting(rows).serialize());
    expect(foreign.suggest('why is the library closed')[0]?.label).toBe('Bibliothèque 📚');
    expect(foreign.suggest('water pressure')[0]?.label).toBe('Вода __proto__');
  });
});

describe('hostile and odd messages', () => {
  const odd = {
    empty: '',
    blank: ' \n\t\u3000 ',
    'nothing known': 'ⴰⴱⴲ ꙮꙮꙮ',
    'half a surrogate': '\ud83d公交\udc00',
    'control characters': '\u0000\u0007\uffff\ue001\ue002',
    'code of a theme itself': '\ue001\u0000'.repeat(500),
    'expanding compatibility forms': '\ufdfa'.repeat(50_000),
    'property names': '__proto__ constructor toString',
  };
  for (const [name, text] of Object.entries(odd)) {
    it(`answers ${name}`, () => {
      const suggestions = model.suggest(text, 4);
      expect(suggestions).toHaveLength(4);
      expect(suggestions.every(({ confidence }) => confidence >= 0 && confidence <= 1)).toBe(true);
      expect(total(suggestions)).toBeLessThan(1);
    });
  }

  it('gives the commonest labels to a message that says nothing', () => {
    const rows = [...madeUpMessages(40), ...madeUpMessages(40).filter(({ label }) => label === '图书馆')];
    const uneven = trainRouting(rows);
    expect(uneven.suggest('')[0]).toEqual({ label: '图书馆', confidence: ((20 / 50) * 51) / 52 });
  });

  it('reads only the beginning of a message of a megabyte', () => {
    const beginning = '借书证系统里显示逾期其实早还了。'.repeat(1000);
    const suggestions = model.suggest(beginning);
    expect(suggestions[0]?.label).toBe('图书馆');
    expect(model.suggest(beginning + '公交车到站不停'.repeat(150_000))).toEqual(suggestions);
    const varied = Array.from({ length: 500_000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join(
      '',
    );
    expect(trainRouting([...madeUpMessages(20), { text: varied, label: '供水' }]).suggest('公交')).toHaveLength(3);
  });

  it('does not tell full-width from half-width, nor spaced from unspaced', () => {
    expect(model.suggest('８路 公交 ＡＢＣ')).toEqual(model.suggest('8路公交ABC'));
  });
});

describe('a stored model', () => {
  const bytes = model.serialize();

  it('answers exactly as before', () => {
    const restored = RoutingModel.deserialize(bytes);
    for (const { text } of madeUpMessages(50, 7)) expect(restored.suggest(text)).toEqual(model.suggest(text));
    expect(restored.labels).toEqual(model.labels);
    expect(restored.rows).toBe(240);
    expect(restored.serialize()).toEqual(bytes);
  });

  it('is read from the middle of another buffer, as a database driver hands it over', () => {
    const pool = new Uint8Array(bytes.length + 9);
    pool.set(bytes, 5);
    const restored = RoutingModel.deserialize(pool.subarray(5, 5 + bytes.length));
    expect(restored.suggest('草坪枯死')).toEqual(model.suggest('草坪枯死'));
  });

  it('is refused when cut, extended, foreign or of another version', () => {
    expect(() => RoutingModel.deserialize(new Uint8Array(0))).toThrow(/no routing model/);
    expect(() => RoutingModel.deserialize(new TextEncoder().encode('{"labels":[]}'))).toThrow(/no routing model/);
    for (const length of [12, 40, 200, bytes.length - 1]) {
      expect(() => RoutingModel.deserialize(bytes.subarray(0, length))).toThrow(/damaged/);
    }
    expect(() => RoutingModel.deserialize(Uint8Array.from([...bytes, 0]))).toThrow(/damaged/);
    const later = bytes.slice();
    later[4] = 9;
    expect(() => RoutingModel.deserialize(later)).toThrow(/format 9/);
  });

  it('is refused when its header asks for more memory than a model can have', () => {
    const header = new TextEncoder().encode(
      JSON.stringify({
        labels: ['甲'],
        priors: [1],
        rows: 1,
        features: 2 ** 40,
        hidden: 32,
        share: [1, 1, 1],
        bias: [0],
      }),
    );
    const greedy = new Uint8Array(12 + header.length);
    greedy.set(bytes.subarray(0, 8));
    new DataView(greedy.buffer).setUint32(8, header.length, true);
    greedy.set(header, 12);
    expect(() => RoutingModel.deserialize(greedy)).toThrow(/damaged/);
  });
});
