// Makes operations with variables and JSON for them, as text: what JSON can say and JavaScript cannot is part of it.
import { getNullableType, isEnumType, isListType, isNonNullType, isScalarType } from 'graphql';

const rights = {
  Int: ['0', '-1', '50', '1.0', '1e3', '2147483647', '-0'],
  Float: ['0', '1.5', '1e3', '-0.0', '123456789012345678901234567890'],
  String: ['""', '"barista"', '"\\u0062 \\n 🎓"', '"a\\"b"'],
  ID: ['"id"', '4', '"0198b3b0"', '1.0', '12345678901234567890', '1e21'],
  Boolean: ['true', 'false'],
  Rupiah: ['0', '9007199254740991', '-5', '1e15'],
  Long: ['0', '-9007199254740991', '5.0'],
  DateTime: ['"2026-11-25T07:30:00Z"', '"2026-11-25T07:30:00.123456+07:00"', '"2026-11-25T00:00:00.5-11:30"'],
  Date: ['"2026-11-25"', '"2024-02-29"'],
  _Any: ['{"__typename": "Area", "code": "33"}', '{"__typename": "Course", "id": 1, "more": [true, 1.5, null]}'],
};
const wrongs = ['null', 'true', '0', '1.5', '1e400', '-1e400', '2147483648', '9007199254740992', '1e-7', '1e21', '123456789.125', '"x"', '"COURSE"',
  '"2026-13-01"', '"2026-02-30T00:00:00Z"', '"line\\nbreak \\" Ω \\u0000"', '[]', '{}', '[1, "a", [true]]', '[1,2,3,4,5,6,7,8,9,10,11,12]', '{"a": {"b": {"c": {"d": 1}}}}',
  '{"eq": 1, "eq": "x"}', '{"": null, "__proto__": 1}', '[[[[1]]]]', '"\\ud83c\\udf93"'];

export class Variables {
  constructor(schema, random, inputs) {
    this.random = random;
    this.inputs = inputs;
  }

  make() {
    this.wrongness = this.random.chance(0.4) ? 0 : 0.15;
    const count = 1 + this.random.below(4);
    const definitions = [];
    const values = [];
    for (let i = 0; i < count; i++) {
      const type = this.random.pick(this.inputs);
      const wrap = this.random.pick(['T', 'T', 'T!', '[T]', '[T!]', '[T!]!', '[[T]]']);
      definitions.push({ name: `v${i}`, type, wrap });
    }

    const source = `query Q(\n${definitions.map(({ name, type, wrap }) => `  $${name}: ${wrap.replace('T', type.name)}${this.fallback(type, wrap)}`).join('\n')}\n) { __typename }`;
    for (const { name, type, wrap } of definitions) {
      if (this.random.chance(0.12)) continue;
      values.push(`${JSON.stringify(name)}: ${this.wrapped(type, wrap)}`);
    }
    if (this.random.chance(0.1)) values.push('"extra": 1');
    return { source, variables: `{${values.join(', ')}}` };
  }

  fallback(type, wrap) {
    if (!isScalarType(type) || wrap.includes('[') || !this.random.chance(0.3)) return '';
    return { Int: ' = 3', String: ' = "x"', Boolean: ' = true', Float: ' = 1', ID: ' = 5' }[type.name] ?? '';
  }

  wrapped(type, wrap) {
    if (this.random.chance(this.wrongness)) return this.random.pick(wrongs);
    if (!wrap.endsWith('!') && this.random.chance(0.05)) return 'null';
    const inner = wrap.replace(/!$/, '');
    if (!inner.startsWith('[')) return this.value(type, 3);
    if (this.random.chance(0.2)) return this.wrapped(type, inner.slice(1, -1));
    return `[${Array.from({ length: this.random.below(3) }, () => this.wrapped(type, inner.slice(1, -1))).join(', ')}]`;
  }

  value(type, depth) {
    if (this.random.chance(this.wrongness)) return this.random.pick(wrongs);
    if (isNonNullType(type)) return this.value(type.ofType, depth);
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      return this.random.chance(0.2) ? this.value(nullable.ofType, depth) : `[${Array.from({ length: this.random.below(3) }, () => this.value(nullable.ofType, depth - 1)).join(', ')}]`;
    }
    if (isEnumType(nullable)) {
      const name = this.random.pick(nullable.getValues()).name;
      return JSON.stringify(this.random.chance(this.wrongness) ? this.random.pick([name.toLowerCase(), name.slice(1), `${name}S`]) : name);
    }
    if (isScalarType(nullable)) return this.random.pick(rights[nullable.name]);

    const fields = Object.values(nullable.getFields());
    const given = new Set(fields.filter(field => isNonNullType(field.type) && !this.random.chance(this.wrongness)));
    if (depth > 0) for (const field of this.random.some(fields, 3)) given.add(field);
    const pairs = [...given].map(field => {
      const name = this.random.chance(this.wrongness / 2) ? this.random.pick([`${field.name}s`, field.name.slice(1) || 'x', field.name.toUpperCase()]) : field.name;
      return `${JSON.stringify(name)}: ${this.value(field.type, depth - 1)}`;
    });
    return `{${pairs.join(', ')}}`;
  }
}
