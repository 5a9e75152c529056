using Hub.GraphQL.Execution;
using Hub.GraphQL.Federation;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>
/// Brings collected fields and a request's variables together: notes the shape, gathers the parameters and builds the plan.
/// Parameters are numbered in the order of the walk, which depends on the shape alone.
/// </summary>
internal sealed class PlanWalk
{
    /// <summary>Far above every limit, and small enough to multiply once more.</summary>
    private const long MostParents = 1_000_000_000;

    private readonly VariableValues _variables;
    private readonly PlanLimits _limits;
    private readonly List<EventSlot> _eventSlots = [];
    private long _parents = 1;
    private long _nodes;

    /// <summary>Starts a walk. What conditions of the schema ask of the caller stands in the first parameters.</summary>
    public PlanWalk(VariableValues variables, PlanLimits limits, IReadOnlyList<CallerValue>? callerValues = null, object? caller = null)
    {
        _variables = variables;
        _limits = limits;
        foreach (var value in callerValues ?? [])
            Shape.Add(value.Read(caller));
    }

    /// <summary>The shape and the parameters.</summary>
    public Shape Shape { get; } = new();

    /// <summary>False when an argument could not be coerced: such a plan holds this request's message.</summary>
    public bool IsShareable { get; private set; } = true;

    /// <summary>True when running the plan takes the variables themselves, such as for the arguments of a resolver.</summary>
    public bool NeedsVariables { get; private set; }

    public OperationPlan Walk(CollectedObject root)
    {
        var plan = WalkFields(root);
        return new(plan, Shape.Parameters.Count) { Needs = root.Needs };
    }

    private ObjectPlan WalkFields(CollectedObject collected, Dictionary<ArgumentCoercer, OutputPlan>? shared = null)
    {
        if (collected.Variants.Count > 0)
            throw new InvalidOperationException($"What is selected of {collected.Type} cannot be written without knowing which types its rows may be.");
        var fields = new OutputPlan[collected.Fields.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            var field = collected.Fields[i];
            if (shared?.TryGetValue(field.Arguments, out var known) == true)
            {
                fields[i] = known.At(field.Site);
                continue;
            }

            fields[i] = WalkField(collected, field);
            if (!ReferenceEquals(field.Site.Field, MetaFields.TypeName))
                shared?.Add(field.Arguments, fields[i]);
        }

        return new(collected.Type, fields);
    }

    /// <summary>Walks what is selected of an entity; of an interface or union, for each type the entity's rows may be.</summary>
    private ObjectPlan WalkObject(CollectedObject collected, EntityBinding target)
    {
        if (collected.Variants.Count == 0)
            return WalkFields(collected);
        var shared = new Dictionary<ArgumentCoercer, OutputPlan>();
        var variants = new List<VariantPlan>();
        foreach (var variant in collected.Variants)
        {
            if (target.Concrete.FirstOrDefault(type => type.Entity.TypeName == variant.Type.Name) is { } type)
                variants.Add(new(type, WalkFields(variant, shared)));
        }

        return new(collected.Type, []) { Variants = variants };
    }

    private OutputPlan WalkField(CollectedObject owner, CollectedField collected)
    {
        var site = collected.Site;
        if (ReferenceEquals(site.Field, MetaFields.TypeName))
            return new TypeNameOutput(site, owner.Type.Name);
        try
        {
            return site.Field.Binding switch
            {
                ColumnBinding binding => new ColumnOutput(site, binding.Column),
                ReferenceBinding binding => new ReferenceOutput(site, binding, WalkObject(collected.Selection!, binding.Target)),
                LookupBinding binding => WalkLookup(site, binding, collected),
                EventLookupBinding binding => WalkEventLookup(site, binding, collected),
                SubscriptionBinding binding => WalkSubscription(site, binding, collected),
                ConnectionBinding binding => WalkConnection(site, binding, collected),
                ComputedBinding binding => new ComputedOutput(site, binding),
                FirstBinding binding => WalkFirst(site, binding, collected),
                NodesBinding binding => WalkNodesByIds(site, binding, collected),
                EntitiesBinding binding => WalkEntities(site, binding, collected),
                ResolverBinding binding => WalkResolver(site, binding, collected),
                var other => throw new InvalidOperationException($"{owner.Type}.{site.Field.Name} has no source of values: {other}."),
            };
        }
        catch (BadArgumentException e)
        {
            IsShareable = false;
            return new FailedOutput(site, e.Message, e.Offset);
        }
    }

    private ResolvedOutput WalkResolver(FieldSite site, ResolverBinding binding, CollectedField collected)
    {
        NeedsVariables |= collected.Arguments.HasVariables;
        return new(site, binding, collected.Arguments, collected.Selection is { } inner ? WalkFields(inner) : null);
    }

    private LookupOutput WalkLookup(FieldSite site, LookupBinding binding, CollectedField collected)
    {
        var arguments = collected.Arguments.Coerce(_variables);
        var slot = Shape.Add(binding.Key.Type, arguments.Raw(0)!);
        Shape.Note(slot is null ? 0 : 1);
        var filter = slot is { } known ? new Comparison(binding.Key, ComparisonOperator.Equal, Operand.OfSlot(known)) : Predicate.False;
        return new(site, binding.Target, binding.Target.Where.And(filter), WalkObject(collected.Selection!, binding.Target));
    }

    /// <summary>The value comes with each event, so its place among the parameters is empty until then.</summary>
    private LookupOutput WalkEventLookup(FieldSite site, EventLookupBinding binding, CollectedField collected)
    {
        var slot = Shape.Add(default);
        _eventSlots.Add(new(slot, binding.Value));
        var filter = new Comparison(binding.Key, ComparisonOperator.Equal, Operand.OfSlot(slot));
        return new(site, binding.Target, binding.Target.Where.And(filter), WalkObject(collected.Selection!, binding.Target));
    }

    private EventOutput WalkSubscription(FieldSite site, SubscriptionBinding binding, CollectedField collected)
    {
        NeedsVariables = true;

        // The selection of an event is the whole of the plan, so its parameters are all there are.
        var node = WalkFields(collected.Selection!);
        return new(site, binding, collected.Arguments, new(node, Shape.Parameters.Count), _eventSlots);
    }

    private ConnectionOutput WalkConnection(FieldSite site, ConnectionBinding binding, CollectedField collected)
    {
        var arguments = collected.Arguments.Coerce(_variables);
        var (fromByte, fromParameter) = (Shape.Bytes.Length, Shape.Parameters.Count);
        var filter = binding.Target.Where.And(binding.Where);
        var search = SearchReader.Read(binding, arguments, site, _limits, Shape);
        if (search is not null)
            filter = filter.And(search);
        if (arguments["where"] is CoercedInputs where)
            filter = filter.And(new FilterReader(Shape, _limits, site).Read(where));
        Shape.Note(0);
        var order = OrderReader.Read(binding, (IReadOnlyList<object?>?)arguments["orderBy"], Shape);
        SearchReader.Check(order, search, binding, site);

        var selection = collected.Selection!;
        var usesCursors = arguments.Raw("after") is not null || arguments.Raw("before") is not null || ConnectionSelection.WritesCursors(selection);
        var scopeSlot = usesCursors ? Shape.AddScope(binding.Coordinate, fromByte, fromParameter) : -1;
        var page = new PageReader(binding, site, Shape).Read(arguments, order, scopeSlot);
        var relation = new RelationPlan
        {
            Target = binding.Target,
            Path = binding.Path,
            Filter = filter,
            Ranked = order.Any(term => term.Column is RelevanceColumn) ? search : null,
            Order = order,
            Page = page,
            CursorScopeSlot = scopeSlot,
        };
        var aggregates = new AggregateReader(binding, filter, _variables, _limits, Shape, WalkKey);
        return new(site, relation, WalkNodes(site, selection, binding.Target, Shape.Parameters[page.LimitSlot].Integer, aggregates));
    }

    private FirstOutput WalkFirst(FieldSite site, FirstBinding binding, CollectedField collected)
    {
        _nodes += _parents;
        Check(site);
        return new(site, binding, WalkObject(collected.Selection!, binding.Target));
    }

    /// <summary>
    /// Looks ids up in every entity that may have them. How many there are is a parameter; only the places for them, a power of two,
    /// make another plan.
    /// </summary>
    private NodesOutput WalkNodesByIds(FieldSite site, NodesBinding binding, CollectedField collected)
    {
        var argument = collected.Arguments.Coerce(_variables).Raw(0);
        var ids = binding.IsList ? (IReadOnlyList<object?>)argument! : [argument];
        if (ids.Count > binding.Most)
        {
            throw new PlanRefusedException(
                "TOO_MANY_IDS", $"\"{site.ResponseName}\" is given {ids.Count} ids, at most {binding.Most} are looked up at once. Ask for fewer.", site);
        }

        return WalkKeys(site, binding.IsList, ids.Count, binding.Sources, collected.Selection!, (_, index, _) => LeafList.Raw(ids, index));
    }

    /// <summary>Looks references of other subgraphs up, with a statement for each type and key that is asked for.</summary>
    private NodesOutput WalkEntities(FieldSite site, EntitiesBinding binding, CollectedField collected)
    {
        NeedsVariables = true;
        var given = (IReadOnlyList<object?>)collected.Arguments.Coerce(_variables).Raw(0)!;
        if (given.Count > binding.Most)
        {
            throw new PlanRefusedException(
                "TOO_MANY_REPRESENTATIONS",
                $"\"{site.ResponseName}\" is given {given.Count} representations, at most {binding.Most} are looked up at once. Ask for fewer.",
                site);
        }

        var reader = new RepresentationReader(binding, _variables, site);
        var asked = new Representation[given.Count];
        for (var i = 0; i < asked.Length; i++)
            asked[i] = reader.Read(given[i], i);

        // Which types and keys make another plan; they come in the order of the schema, whatever order they are asked in.
        var sources = new List<NodeSource>();
        var number = 0;
        foreach (var key in binding.Types.SelectMany(type => type.Keys))
        {
            number++;
            if (!Array.Exists(asked, one => ReferenceEquals(one.Key, key)))
                continue;
            Shape.Note(number);
            sources.Add(key.Source);
        }

        Shape.Note(0);
        return WalkKeys(
            site, true, asked.Length, sources, collected.Selection!,
            (source, index, part) => ReferenceEquals(asked[index].Key.Source, source) ? asked[index].Values[part] : null);
    }

    private NodesOutput WalkKeys(
        FieldSite site, bool isList, int count, IReadOnlyList<NodeSource> asked, CollectedObject selection, Func<NodeSource, int, int, object?> value)
    {
        var places = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1));
        Shape.Note(places);
        var countSlot = Shape.Add(Parameter.Of(count));
        var parents = _parents;
        _parents = Math.Min(_parents * Math.Max(count, 1), MostParents);
        _nodes += _parents;
        Check(site);
        var sources = new NodeSourcePlan[asked.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            // An id that cannot be a key of this entity stands as no value, which equals nothing.
            var source = asked[i];
            var operands = new Operand[places * source.Key.Count];
            for (var j = 0; j < operands.Length; j++)
            {
                var (index, part) = Math.DivRem(j, source.Key.Count);
                var slot = index < count && value(source, index, part) is { } given
                    ? Shape.Add(source.Key[part].Type, given, mayBeMissing: true)!.Value
                    : Shape.Add(default);
                operands[j] = Operand.OfSlot(slot) with { MayBeNull = true };
            }

            var filter = source.Target.Where.And(AnyOfKeys(source.Key, operands));
            sources[i] = new(source, filter, operands[0].Slot, WalkObject(selection, source.Target));
        }

        _parents = parents;
        return new(site, isList, countSlot, sources);
    }

    private static Predicate AnyOfKeys(IReadOnlyList<Column> key, Operand[] operands) => key.Count == 1
        ? new Membership(key[0], operands)
        : new AnyOf([.. operands.Chunk(key.Count).Select(values =>
            new AllOf([.. values.Select((value, part) => new Comparison(key[part], ComparisonOperator.Equal, value))]))]);

    /// <summary>Walks what is selected of each node. Pages inside pages multiply, which is counted before any is read.</summary>
    private ConnectionPlan WalkNodes(FieldSite site, CollectedObject selection, EntityBinding target, long pageSize, AggregateReader aggregates)
    {
        var parents = _parents;
        _parents = Math.Min(_parents * pageSize, MostParents);
        var plan = ConnectionSelection.Build(selection, node => WalkObject(node, target), (field, part) =>
        {
            // Figures are asked for once per parent, not once per node of the page.
            var nodes = _parents;
            _parents = parents;
            var read = aggregates.Read(field, part);
            _parents = nodes;
            IsShareable &= read is not FailedPart;
            return read;
        });
        plan = plan with { Aggregate = aggregates.Aggregate };
        foreach (var groups in aggregates.Plans.Where(scan => scan.LimitSlot >= 0))
            _nodes += Math.Min(parents * Shape.Parameters[groups.LimitSlot].Integer, MostParents);
        if (plan.NeedsRows)
            _nodes += _parents;
        Check(site);
        _parents = parents;
        return plan;
    }

    /// <summary>Walks what is selected of the object of a key, once per group.</summary>
    private ObjectPlan WalkKey(CollectedObject selection, EntityBinding target, long groups, FieldSite site)
    {
        var parents = _parents;
        _parents = Math.Min(_parents * groups, MostParents);
        var plan = WalkObject(selection, target);
        Check(site);
        _parents = parents;
        return plan;
    }

    private void Check(FieldSite site)
    {
        if (_nodes > _limits.MaxNodes)
        {
            throw new PlanRefusedException(
                "TOO_MANY_NODES",
                $"With \"{site.ResponseName}\" the operation asks for {_nodes} nodes or more, at most {_limits.MaxNodes} are given at once. " +
                    "Ask for smaller pages of the lists inside lists.",
                site);
        }
    }
}
