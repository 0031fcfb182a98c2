import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { categories, publicFields, strata } from '../../src/modules/people/register/register.rules.ts';

type Person = { key: string; email: string; phone: string; roles: { role: string; department: string | null }[] };
type Member = {
  key: string;
  email: string;
  phone: string;
  district: string;
  categories: string[];
  stratum: string;
  organisation: string | null;
  public: string[];
  contact?: string;
};

const read = <T>(file: string) => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as T;
const people = read<Person[]>('../people.json');
const departments = new Set(read<{ code: string }[]>('../departments.json').map(({ code }) => code));
const members = read<Member[]>('members.json');
const organisations =
  read<{ key: string; creditCode: string; administrators: string[]; officers: string[] }[]>('organisations.json');
const contacts = read<Record<string, string>>('contacts.json');
const keys = new Set([...people, ...members].map(({ key }) => key));

describe('the demo register', () => {
  test('has 26 members with a contact in 13 departments, each a person with a post there', () => {
    const looked = members.filter((member) => member.contact);
    expect(looked).toHaveLength(26);
    expect(new Set(looked.map((member) => member.contact)).size).toBe(13);
    for (const [department, key] of Object.entries(contacts)) {
      const person = people.find((entry) => entry.key === key);
      expect(person?.roles.map((role) => role.department)).toContain(department);
    }
    for (const member of looked) expect(Object.keys(contacts)).toContain(member.contact);
  });

  test('uses known codes, and addresses and numbers that nobody has', () => {
    for (const member of members) {
      for (const code of member.categories) expect(categories).toContain(code);
      expect(strata).toContain(member.stratum);
      for (const field of member.public) expect(publicFields).toContain(field);
      expect(member.email).toMatch(/@example\.test$/);
      expect(member.phone).toMatch(/^1390000\d{4}$/);
    }
    const numbers = [...people, ...members].map(({ phone }) => phone);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(keys.size).toBe(people.length + members.length);
  });

  test('every organisation is led by somebody who is there', () => {
    const known = new Set(organisations.map(({ key }) => key));
    for (const { administrators, officers } of organisations)
      for (const key of [...administrators, ...officers]) expect([...keys]).toContain(key);
    for (const { organisation } of members) if (organisation) expect([...known]).toContain(organisation);
  });

  test('every story is about somebody who is there', () => {
    type Ref = { person?: string; department?: string | null; leader?: string; by?: string; key?: string };
    const known = new Set([...keys, ...organisations.map(({ key }) => key)]);
    const refs = [
      ...read<Ref[]>('appointments.json').map(({ person }) => person),
      ...read<Ref[]>('teams.json').map(({ leader }) => leader),
      ...read<Ref[]>('nominations.json').map(({ by }) => by),
      ...read<Ref[]>('applications.json').map(({ key }) => key),
      ...Object.keys(read<Record<string, unknown>>('liaison.json')),
    ];
    for (const ref of refs) expect([...known]).toContain(ref);
    for (const { department } of read<Ref[]>('appointments.json'))
      if (department) expect([...departments]).toContain(department);
  });
});
