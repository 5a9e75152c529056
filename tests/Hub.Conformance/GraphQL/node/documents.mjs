// Makes documents over a schema: of the right form, mostly valid, and broken ones out of them.
import {
  getNamedType, getNullableType, isAbstractType, isEnumType, isInputObjectType, isLeafType, isListType, isNonNullType, isRequiredArgument,
  isRequiredInputField, isScalarType, Lexer, Source, TokenKind,
} from 'graphql';

const texts = ['""', '"barista"', '"a\\u0062\\n"', '"Ω 🎓 \\u{1F393}"', '"""\n  block\n    text \\""" 😀\n"""', '"33.25"'];
const numbers = ['0', '-1', '7', '2147483647', '50'];
const scalarTexts = {
  Int: numbers,
  Float: [...numbers, '1.5', '1e3', '-0.0'],
  String: texts,
  ID: ['"id"', '4', '"0198b3b0-0000-7000-8000-000000000000"', '-12345678901234567890'],
  Boolean: ['true', 'false'],
  Rupiah: ['0', '9007199254740991', '-5'],
  Long: ['0', '9007199254740991', '-5'],
  DateTime: ['"2026-11-25T07:30:00Z"', '"2026-11-25T07:30:00.123+07:00"'],
  Date: ['"2026-11-25"', '"2024-02-29"'],
  _Any: ['{__typename: "Area", code: "33"}', '{__typename: "Course", id: "0198b3b0-0000-7000-8000-000000000000", title: "x"}'],
};

export class Documents {
  // Options: arguments (how often an optional one is given), plain (no variables, queries only), ids (literals that name something).
  constructor(schema, random, options = {}) {
    this.schema = schema;
    this.random = random;
    this.options = { arguments: 0.25, plain: false, ...options };
    this.scalarTexts = { ...scalarTexts, ...(options.ids && { ID: options.ids }) };
    this.composites = Object.values(schema.getTypeMap()).filter(type => !isLeafType(type) && !isInputObjectType(type) && !type.name.startsWith('__'));
    this.inputs = Object.values(schema.getTypeMap()).filter(type => (isLeafType(type) || isInputObjectType(type)) && !type.name.startsWith('__'));
    this.names = [...new Set(this.composites.flatMap(type => [type.name, ...Object.keys(type.getFields?.() ?? {})]).concat(this.inputs.map(type => type.name)))];
  }

  // One document: one to two operations, and the fragments they spread.
  make() {
    this.fragments = [];
    this.variables = null;
    this.used = 0;
    const count = !this.options.plain && this.random.chance(0.15) ? 2 : 1;
    const parts = Array.from({ length: count }, (_, index) => this.operation(count > 1 || this.random.chance(0.5) ? `Op${index}` : null));
    for (const { name, type, selection } of this.fragments) parts.push(['fragment', name, 'on', type.name, ...selection]);
    if (this.random.chance(0.2)) parts.reverse();
    return this.join(parts.flat());
  }

  operation(name) {
    this.variables = this.options.plain ? null : new Map();
    const isSubscription = !this.options.plain && this.random.chance(0.1);
    const root = isSubscription ? this.schema.getSubscriptionType() : this.schema.getQueryType();
    const body = isSubscription
      ? ['{', ...this.field(root, this.random.pick(Object.values(root.getFields())), 3), '}']
      : this.selection(root, 4);
    const definitions = [...(this.variables ?? [])].flatMap(([variable, { type, fallback }]) => ['$', variable, ':', `${type}`, ...(fallback ? ['=', ...fallback] : [])]);
    const head = isSubscription ? ['subscription'] : name || definitions.length || this.random.chance(0.3) ? ['query'] : [];
    return [...head, ...(name && head.length ? [name] : []), ...(definitions.length ? ['(', ...definitions, ')'] : []), ...body];
  }

  selection(type, depth) {
    const tokens = ['{'];
    const fields = Object.values(type.getFields?.() ?? {});
    const usable = depth > 0 ? fields : fields.filter(field => isLeafType(getNamedType(field.type)));
    for (let i = 1 + this.random.below(4); i > 0; i--) {
      const roll = this.random.next();
      if (roll < 0.1 || usable.length === 0) tokens.push(...this.alias(0.3), '__typename');
      else if (roll < 0.2) tokens.push('...', ...this.narrowing(type), ...this.directives(0.2), ...this.selection(this.narrowed, depth - 1));
      else if (roll < 0.27 && this.used < 6) tokens.push('...', this.fragment(this.narrower(type), depth - 1), ...this.directives(0.1));
      else if (roll < 0.3 && type === this.schema.getQueryType()) {
        tokens.push(...this.random.pick([
          ['__schema', '{', 'queryType', '{', 'name', '}', '}'],
          ['__type', '(', 'name', ':', '"Course"', ')', '{', 'kind', 'fields', '{', 'name', '}', '}'],
          ['__schema', '{', 'types', '{', 'name', 'fields', '{', 'type', '{', 'ofType', '{', 'name', '}', '}', '}', '}', '}'],
        ]));
      } else tokens.push(...this.field(type, this.random.pick(usable), depth));
    }
    tokens.push('}');
    return tokens;
  }

  narrower(type) {
    if (isAbstractType(type) && this.random.chance(0.7)) return this.random.pick(this.schema.getPossibleTypes(type));
    const above = type.getInterfaces?.() ?? [];
    return above.length && this.random.chance(0.2) ? this.random.pick(above) : type;
  }

  narrowing(type) {
    this.narrowed = this.narrower(type);
    return this.narrowed === type && this.random.chance(0.5) ? [] : ['on', this.narrowed.name];
  }

  fragment(type, depth) {
    this.used++;
    const known = this.fragments.filter(fragment => fragment.type === type && fragment.selection);
    if (known.length && this.random.chance(0.5)) return this.random.pick(known).name;
    const fragment = { name: `F${this.fragments.length}`, type };
    this.fragments.push(fragment);
    fragment.selection = this.selection(type, depth);
    return fragment.name;
  }

  field(type, field, depth) {
    const tokens = [...this.alias(0.25), field.name];
    const given = field.args.filter(arg => isRequiredArgument(arg) || this.random.chance(this.options.arguments));
    if (given.length) tokens.push('(', ...given.flatMap(arg => [arg.name, ':', ...this.value(arg.type, 3, arg.defaultValue !== undefined)]), ')');
    tokens.push(...this.directives(0.06));
    const named = getNamedType(field.type);
    return isLeafType(named) ? tokens : [...tokens, ...this.selection(named, depth - 1)];
  }

  alias(probability) {
    return this.random.chance(probability) ? [this.random.chance(0.8) ? `a${this.random.below(1000)}` : this.random.pick(['id', 'title', 'nodes']), ':'] : [];
  }

  directives(probability) {
    if (!this.random.chance(probability)) return [];
    return ['@', this.random.pick(['skip', 'include']), '(', 'if', ':', ...this.value(this.schema.getDirective('skip').args[0].type, 0), ')'];
  }

  // A value of a type: a literal, or a variable that may stand there.
  value(type, depth, hasDefault = false) {
    if (this.variables && this.random.chance(depth === 3 ? 0.3 : 0.08)) {
      const known = [...this.variables].filter(([, variable]) => `${variable.type}` === `${type}`);
      if (known.length && this.random.chance(0.5)) return ['$', known[0][0]];
      const name = `v${this.variables.size}`;
      const variables = this.variables;
      const declared = isNonNullType(type) && hasDefault && this.random.chance(0.5) ? type.ofType : type;
      this.variables = null;
      const fallback = this.random.chance(0.2) ? this.value(declared, 1) : null;
      this.variables = variables;
      variables.set(name, { type: declared, fallback });
      return ['$', name];
    }

    if (!isNonNullType(type) && this.random.chance(0.05)) return ['null'];
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (this.random.chance(0.2) && !isListType(getNullableType(nullable.ofType))) return this.value(nullable.ofType, depth - 1);
      return ['[', ...Array.from({ length: this.random.below(3) }, () => this.value(nullable.ofType, depth - 1)).flat(), ']'];
    }
    if (isEnumType(nullable)) return [this.random.pick(nullable.getValues()).name];
    if (isScalarType(nullable)) return [this.random.pick(this.scalarTexts[nullable.name])];
    const fields = Object.values(nullable.getFields());
    const given = fields.filter(isRequiredInputField);
    if (depth > 0) for (const field of this.random.some(fields, 2)) if (!given.includes(field)) given.push(field);
    return ['{', ...given.flatMap(field => [field.name, ':', ...this.value(field.type, depth - 1, field.defaultValue !== undefined)]), '}'];
  }

  // Tokens with what the grammar ignores between them.
  join(tokens) {
    const plain = this.random.chance(0.4);
    let source = this.random.chance(0.03) ? '\ufeff' : '';
    for (const token of tokens) {
      const gap = plain ? 0.5 : this.random.next();
      if (token === ':' || token === ')' || (gap > 0.95 && /^[[{]$/.test(token))) source += token;
      else if (gap < 0.06) source += `${this.random.pick(['\n', '\r\n', '\r'])}${token}`;
      else if (gap < 0.08) source += ` # Ω 😀 ${this.random.pick(['\n', '\r\n', '\r'])}${token}`;
      else if (gap < 0.12) source += `${this.random.pick([', ', '\t', ' ,, ', '\n\n  ', ' \ufeff'])}${token}`;
      else source += ` ${token}`;
    }
    return source;
  }

  // A document with one to three things changed in it.
  break(source) {
    for (let i = 1 + this.random.below(3); i > 0; i--) source = this.breakOnce(source);
    return source;
  }

  breakOnce(source) {
    const tokens = tokensOf(source);
    if (tokens.length < 2) return `${source}{`;
    const token = this.random.pick(tokens);
    const put = text => source.slice(0, token.start) + text + source.slice(token.end);
    const names = tokens.filter(other => other.kind === TokenKind.NAME);
    switch (this.random.below(28)) {
      case 0: return put('');
      case 1: return put(`${source.slice(token.start, token.end)} ${source.slice(token.start, token.end)}`);
      case 2: return put(this.random.pick(['}', '{', '(', ')', '[', ']', '$', '@', '...', ':', '!', '&', '|', '=', 'null', 'on', '0', '1.5', '"x"', '7a', '.5', '"', '\\', '😀', '-', '0x1', '"\\q"', '01', '\u0007']));
      case 3: return source.slice(0, token.end);
      case 4:
        return `${source} ${this.random.pick([source, 'query Op0 { __typename }', 'fragment F0 on Query { __typename }', 'mutation { a }', 'type A { a: Int }', '{ __typename }', 'fragment U on Course { id }', 'extend type Query { a: Int }', '"""about""" query D { __typename }', 'subscription S { syncProgress(session: 1) { __typename } catalogueChanged { __typename } }'])}`;
      case 5: {
        // Another token of the document at this place.
        const other = this.random.pick(tokens);
        return put(source.slice(other.start, other.end));
      }
      case 6: {
        const at = tokens.filter(other => other.kind === TokenKind.BRACE_L);
        const brace = this.random.pick(at.length ? at : [token]);
        const more = this.random.pick(['id', '... F0', '... on Course { id title }', 'id: title', 'nothing', '... { id @skip }', 'id @include(if: $nope)', '__typename @skip(if: true) @skip(if: false)', 'a1: id', 'a1: title(x: 1)', '... on Stranger { id }', '... on CourseFilter { id }', 'id { x }', 'nodes', 'id @specifiedBy(url: "")', 'first: 1, first: 2', 'id @unknown']);
        return `${source.slice(0, brace.end)} ${more} ${source.slice(brace.end)}`;
      }
      case 7:
      case 8:
      case 9: {
        // Another value: behind a colon, where values mostly stand.
        const values = tokens.filter((other, index) => index > 0 && tokens[index - 1].kind === TokenKind.COLON);
        if (!values.length) return put('1');
        const value = this.random.pick(values);
        const text = this.random.pick(['"x"', '1.5', 'null', 'OTHER', '{a: 1}', '[1, null]', '$v0', '$nope', '99999999999', '{}', '[]', '[[1]]', 'true',
          '-1e400', '{eq: 1, eq: 2}', '{eq: null, nothing: $v0}', '{or: [{}, {not: 1}]}', '[{field: ID, direction: DOWN}]', '"2026-02-30"', '"""\n 😀\n  x"""', 'asc',
          '9007199254740992']);
        return source.slice(0, value.start) + text + source.slice(value.end);
      }
      default: {
        if (!names.length) return put('x');
        const name = this.random.pick(names);
        return source.slice(0, name.start) + this.respell(name.value) + source.slice(name.end);
      }
    }
  }

  respell(name) {
    const at = this.random.below(name.length);
    switch (this.random.below(7)) {
      case 0: return name.slice(0, at) + name.slice(at + 1) || 'x';
      case 1: return `${name.slice(0, at)}${this.random.pick([...'aeiosnx_'])}${name.slice(at)}`;
      case 2: return name.toUpperCase();
      case 3: return name[0].toUpperCase() + name.slice(1);
      case 4: return this.random.pick(['null', 'true', 'on', 'Int', 'String', 'a0', 'v0', 'F0', 'F1', 'id', 'skip', 'query', 'subscription', 'mutation', 'fragment']);
      default: return this.random.pick(this.names);
    }
  }
}

const tokensOf = source => {
  const lexer = new Lexer(new Source(source));
  const tokens = [];
  try {
    while (lexer.advance().kind !== TokenKind.EOF) tokens.push(lexer.token);
  } catch {
    // What comes behind the mistake has no tokens.
  }
  return tokens;
};
