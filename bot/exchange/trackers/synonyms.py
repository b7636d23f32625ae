"""The headers that published trackers have, by what they mean.

Each line: the meaning, how surely (1 weak, 2 strong, 3 strongest), and the headers without case and punctuation.
"""


def _headers(text: str) -> frozenset[str]:
    return frozenset(" ".join(one.split()) for one in text.split(",") if one.strip())


SYNONYMS: tuple[tuple[str, int, frozenset[str]], ...] = (
    ("ref", 3, _headers("action no, action number, action ref, action reference, action id, action ref no")),
    (
        "ref",
        2,
        _headers(
            """ref, refs, ref no, ref number, ref id, reference, reference no, reference number, no, nos, nr, num,
            number, id, unique id, unique ref, unique reference, sr no, serial no, s no, plan ref, no ref,
            tracker ref"""
        ),
    ),
    (
        "ref",
        1,
        _headers(
            """rec no, rec number, rec ref, recommendation no, recommendation number, recommendation ref, finding
            no, finding ref, item, item no, item number, item ref, line, line no, row, row no, serial, code,
            point, paragraph, para, para no, paragraph no"""
        ),
    ),
    ("finding", 3, _headers("recommendation, recommendations, recommendation finding, finding recommendation")),
    (
        "finding",
        2,
        _headers(
            """finding, findings, key finding, key findings, area for improvement, areas for improvement, area of
            improvement, improvement area, area for development, areas for development, area requiring
            improvement, issue, issues, issue identified, issues identified, what we found, what did we find,
            learning, learning point, learning points, lesson, lessons, lesson learned, lessons learned, lesson
            learnt, identified need, gap, gaps, gap identified, concern, concerns, priority for improvement,
            inspection finding, ofsted finding, jtai finding, audit finding, audit findings, what needs to
            improve, what do we need to improve, why, weakness, requirement, key line of enquiry, kloe, area of
            weakness, what inspectors said, what the inspection said, inspectors finding, ofsted recommendation,
            jtai recommendation, priority action area, agreed recommendation"""
        ),
    ),
    (
        "finding",
        1,
        _headers(
            """objective, objectives, strategic objective, strategic aim, strategic aims, strategic priority, theme,
            themes, priority area, aim, aims, area, area of focus, focus, workstream, work stream, section"""
        ),
    ),
    (
        "action",
        2,
        _headers(
            """action, actions, action required, actions required, required action, required actions, action to be
            taken, actions to be taken, action needed, actions needed, action agreed, actions agreed, agreed
            action, agreed actions, proposed action, proposed actions, improvement action, improvement actions,
            planned action, planned actions, key action, key actions, specific action, specific actions,
            recommended action, recommended actions, management action, agreed management action, action point,
            action points, action description, description of action, action detail, action details, detail of
            action, details of action, smart action, smart actions, action title, action s, partnership action,
            multi agency action, multi agency actions, what will we do, what we will do, what are we going to
            do, what we are going to do, what are we doing, what needs to be done, what do we need to do, what
            needs to happen, what must be done, what has to be done, what will be done, what is to be done,
            what, how we will do it, how will we do it, what are we going to do about it, actions we will take,
            action we will take, task, tasks, activity, activities, action activity, action task, steps to be
            taken,
            what were going to do, what we are doing, sub action, sub actions"""
        ),
    ),
    (
        "action",
        1,
        _headers(
            """action plan, how, how will this be achieved, how will we achieve this, how will we get there,
            description, title, milestone, milestones, key milestone, key milestones, deliverable, deliverables,
            steps, key steps, response, planned response, agency response,
            management response"""
        ),
    ),
    (
        "lead partner",
        3,
        _headers(
            """lead agency, lead partner, lead organisation, lead organization, lead body, lead agencies, lead
            partners, lead organisations, organisation, organization, organisation responsible, responsible
            organisation, responsible agency, responsible partner, agency, agency lead, agency responsible,
            partner, partner lead, partner responsible, partner organisation, partner agency, owning
            organisation, owning agency, lead agency officer, lead agency lead officer, lead agency partner,
            lead agency owner, lead organisation officer, lead agency and officer"""
        ),
    ),
    ("lead partner", 2, _headers("lead, leads, who, led by, action lead, lead s, overall lead")),
    (
        "lead partner",
        1,
        _headers(
            """responsible officer, responsible officers, owner, owners, action owner, action owners, lead officer,
            lead officers, officer lead, named lead, named leads, by whom, whom, who by, responsible,
            responsibility, responsibilities, person responsible, persons responsible, responsible person,
            responsible lead, lead responsible, officer, officers, officer responsible, officers responsible,
            lead person, named officer, lead professional, accountable, accountable officer, accountable lead,
            accountability, delivery lead, operational lead, strategic lead, owned by, owner lead, lead owner,
            lead name, name of lead, who is responsible, whos responsible, whos leading, who is leading this,
            whos leading this, who leads, who will be responsible, single point of contact, spoc, who will do it,
            who will do this, who will lead, who will lead this, who is leading, sro, senior responsible owner,
            senior responsible officer, senior lead, assigned to, allocated to, lead manager, manager
            responsible, responsible manager, lead role, role responsible,
            accountable director, accountable person, lead director, director responsible, named person, workstream
            lead, executive sponsor, executive lead, board lead, service lead"""
        ),
    ),
    (
        "contributors",
        2,
        _headers(
            """contributors, contributor, contributing partners, contributing agencies, contributing organisations,
            supporting partners, supporting agencies, supporting organisations, partners, partner agencies,
            other agencies, other partners, other organisations, agencies, agencies involved, partners involved,
            support, supported by, supporting, support lead, support leads, involved, others involved, who else,
            other leads, key partners, working with, with whom, in partnership with, supporting officers,
            supporting officer"""
        ),
    ),
    (
        "due",
        2,
        _headers(
            """timescale, timescales, time scale, time scales, timeframe, timeframes, time frame, timeline,
            timelines, by when, when, when by, by when date, due, due by, due date, due dates, date due,
            deadline, deadlines, deadline date, target date, target dates, target completion date, target date
            for completion, target for completion, completion target, target completion, target timescale,
            target end date, target implementation date, complete by, completion by, to be completed by, date to
            be completed, date for completion, completion due, completion due date, expected completion,
            expected completion date, planned completion, planned completion date, anticipated completion,
            anticipated completion date, estimated completion, estimated completion date, forecast completion,
            forecast completion date, proposed completion date, implementation date, end date, finish date,
            delivery date, delivery by, when will it be done, when will we do it, when will we do it by, when
            will this be done, timescale for completion, timescales for completion, date by,
            expected date of completion, planned date of completion, anticipated end date, expected end date,
            planned end date, forecast date, forecast end date, due for completion"""
        ),
    ),
    ("due", 1, _headers("completion date, date of completion, completion")),
    ("status", 3, _headers("status, action status, current status, status of action")),
    (
        "status",
        2,
        _headers(
            """progress status, stage, state, complete, is it complete, complete y n, complete yes no, completed y
            n, completed yes no, done, is it done, closed, open closed, open or closed, % complete, percent
            complete, percentage complete, percentage completed, % completed, delivery status, implementation
            status"""
        ),
    ),
    (
        "status",
        1,
        _headers(
            """rag, brag, b rag, rag status, brag status, status rag, rag rating, brag rating, rag rated, r a g,
            b r a g, colour, traffic light, traffic lights, rating, current rag, current brag, progress rag, progress
            brag, rag progress, rag score, rag brag, overall rag, delivery rag, current rag rating, current rag
            status, action rag"""
        ),
    ),
    (
        "progress",
        2,
        _headers(
            """progress, update, updates, commentary, progress update, progress updates, latest update, latest
            updates, latest progress, latest position, current position, position, position statement, progress
            to date, update to date, progress comments, progress comment, progress notes, progress made,
            progress commentary, progress report, what have we done, what has been done, what we have done, what
            have we achieved, action taken, actions taken, action taken to date, actions taken to date, action
            completed, actions completed, work completed, work done, work to date, activity to date, summary of
            progress, narrative, monitoring, where are we now, partner update, agency update, status update,
            status commentary, update on progress, progress against action, progress against actions, progress
            and impact, progress and evidence, progress and update, progress summary, current progress, action
            update, action updates, monthly update, quarterly update, lead update"""
        ),
    ),
    (
        "progress",
        1,
        _headers(
            """comments, comment, notes, note, remarks, additional comments, further comments, further information,
            any other comments, additional information, additional notes, comments and notes, general comments"""
        ),
    ),
    (
        "evidence",
        2,
        _headers(
            """evidence, impact, outcome, outcomes, what difference, what difference has it made, what difference
            has this made, what difference did it make, what difference have we made, difference made,
            difference, evidence of impact, impact evidence, evidence of completion, evidence of progress,
            impact and evidence, evidence and impact, outcome and impact, outcomes and impact, evidence and
            outcomes, so what, what is different for children, what has changed for children, impact for
            children, impact on children, impact on children and families, impact on practice, supporting
            evidence, evidence source, evidence link, outcome achieved, outcomes achieved, result, results,
            assurance, evidence and assurance, impact to date,
            outcomes for children, outcome for children, outcomes for children and families"""
        ),
    ),
    (
        "completed",
        2,
        _headers(
            """date completed, completed, completed date, date complete, actual completion date, completed on, date
            of actual completion, actual completion, actual date completed, date closed, closed date, closed on,
            date action completed, actual date, date signed off, sign off date, signed off date, date achieved,
            actual end date, actual finish date, date done, date action closed, completion date actual"""
        ),
    ),
    (
        "success measure",
        2,
        _headers(
            """success measure, success measures, measure of success, measures of success, success criteria,
            success criterion, success indicator, success indicators, how will we know, how will we know it has
            worked, how will we know we have succeeded, how will we know we have made a difference, how will we
            know if it has worked, how will we know it worked, how will we measure success, how will we measure
            this, how will it be measured, how will we measure impact, how will this be measured, intended
            outcome, intended outcomes, desired outcome, desired outcomes, expected outcome, expected outcomes,
            planned outcome, planned outcomes, target outcome, outcome sought, outcomes sought, outcome measure,
            outcome measures, outcome required, performance measure, performance measures, kpi, kpis, key
            performance indicator, key performance indicators, measure, measures, what will success look like,
            what does success look like, what does good look like, what good looks like, what will good look
            like, what will be different, what difference will it make, what difference will this make, what
            difference will we make, intended impact, expected impact, desired impact, impact measure, impact
            measures, evidence required, evidence of success, what will the impact be, measurable outcome,
            measurable outcomes,
            intended impact on children, intended impact for children, how will we know its made a difference,
            how will we know it has made a difference"""
        ),
    ),
    (
        "source",
        2,
        _headers(
            """source, sources, source of action, source of recommendation, source of finding, origin, where from,
            originating review, source document, source report, source plan, source review, inspection"""
        ),
    ),
)
