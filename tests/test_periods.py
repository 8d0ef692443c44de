"""Which days a question speaks of, which order of reports it wants, and whether it is about now."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.periods import Period, find_periods, speaks_of_now, wanted_order

CLOCKS = {
    "thu": date(2026, 3, 12),
    "mon": date(2026, 3, 9),
    "wed": date(2025, 6, 18),
    "sat": date(2026, 3, 14),
    "new year": date(2026, 1, 1),
    "leap": date(2024, 2, 29),
    "end": date(2026, 3, 31),
}

SAID = """
thu | What happened today? | today | 2026-03-12 | 2026-03-12
thu | Who crashed yesterday? | yesterday | 2026-03-11 | 2026-03-11
new year | Who crashed yesterday? | yesterday | 2025-12-31 | 2025-12-31
thu | news of the day before yesterday | the day before yesterday | 2026-03-10 | 2026-03-10
thu | Who landed this morning? | this morning | 2026-03-12 | 2026-03-12
thu | Which orders were placed this week? | this week | 2026-03-09 | 2026-03-12
mon | Which orders were placed THIS WEEK? | THIS WEEK | 2026-03-09 | 2026-03-09
thu | Which orders were placed last week? | last week | 2026-03-02 | 2026-03-08
mon | last week's orders | last week | 2026-03-02 | 2026-03-08
new year | orders of last week | last week | 2025-12-22 | 2025-12-28
thu | orders in the past week | in the past week | 2026-03-05 | 2026-03-12
thu | orders this month | this month | 2026-03-01 | 2026-03-12
thu | orders last month | last month | 2026-02-01 | 2026-02-28
leap | orders last month | last month | 2024-01-01 | 2024-01-31
end | orders in the last month | in the last month | 2026-02-28 | 2026-03-31
thu | deliveries last quarter | last quarter | 2025-10-01 | 2025-12-31
thu | deliveries this year | this year | 2026-01-01 | 2026-03-12
new year | deliveries this year | this year | 2026-01-01 | 2026-01-01
new year | deliveries last year | last year | 2025-01-01 | 2025-12-31
thu | deliveries of the previous year | the previous year | 2025-01-01 | 2025-12-31
leap | deliveries over the past year | over the past year | 2023-02-28 | 2024-02-29
thu | last weekend's crash | last weekend | 2026-03-07 | 2026-03-08
sat | last weekend's crash | last weekend | 2026-03-07 | 2026-03-08
sat | crashes over the weekend | over the weekend | 2026-03-14 | 2026-03-14
thu | crashes over the weekend | over the weekend | 2026-03-07 | 2026-03-08
thu | orders in the last 30 days | in the last 30 days | 2026-02-10 | 2026-03-12
thu | orders over the past two weeks | over the past two weeks | 2026-02-26 | 2026-03-12
end | orders in the past three months | in the past three months | 2025-12-31 | 2026-03-31
thu | orders in the last few weeks | in the last few weeks | 2026-02-05 | 2026-03-12
thu | orders over the past fortnight | over the past fortnight | 2026-02-26 | 2026-03-12
thu | incidents in the last 24 hours | in the last 24 hours | 2026-03-11 | 2026-03-12
thu | Who crashed 3 days ago? | 3 days ago | 2026-03-09 | 2026-03-09
thu | Who crashed a week ago? | a week ago | 2026-03-02 | 2026-03-08
thu | Who crashed a couple of months ago? | a couple of months ago | 2026-01-01 | 2026-01-31
leap | Who crashed four years ago? | four years ago | 2020-01-01 | 2020-12-31
thu | Who crashed on Monday? | on Monday | 2026-03-09 | 2026-03-09
mon | Who crashed on Monday? | on Monday | 2026-03-09 | 2026-03-09
mon | Who crashed last Monday? | last Monday | 2026-03-02 | 2026-03-02
thu | Who crashed last Friday? | last Friday | 2026-03-06 | 2026-03-06
thu | What caused Friday's crash? | Friday's | 2026-03-06 | 2026-03-06
thu | What has happened since Monday? | since Monday | 2026-03-09 | -
thu | from Monday to Wednesday | from Monday to Wednesday | 2026-03-09 | 2026-03-11
thu | Which airlines failed in March? | in March | 2026-03-01 | 2026-03-12
thu | Which airlines failed in april? | in april | 2025-04-01 | 2025-04-30
end | Which airlines failed last March? | last March | 2025-03-01 | 2025-03-31
thu | Which airlines failed in May 2025? | in May 2025 | 2025-05-01 | 2025-05-31
thu | May 2025 deliveries | May 2025 | 2025-05-01 | 2025-05-31
thu | deliveries, Sept. 2025 | Sept. 2025 | 2025-09-01 | 2025-09-30
thu | deliveries in March last year | in March last year | 2025-03-01 | 2025-03-31
thu | in early March 2025 | in early March 2025 | 2025-03-01 | 2025-03-10
thu | in mid-March 2025 | in mid-March 2025 | 2025-03-11 | 2025-03-20
leap | in late February | in late February | 2024-02-21 | 2024-02-29
thu | early 2025 | early 2025 | 2025-01-01 | 2025-04-30
thu | mid-2025 | mid-2025 | 2025-05-01 | 2025-08-31
thu | at the end of 2025 | the end of 2025 | 2025-09-01 | 2025-12-31
thu | late last year | late last year | 2025-09-01 | 2025-12-31
thu | How many were delivered in 2024? | in 2024 | 2024-01-01 | 2024-12-31
thu | during 2024 | during 2024 | 2024-01-01 | 2024-12-31
thu | throughout the year 2024 | throughout the year 2024 | 2024-01-01 | 2024-12-31
thu | in 2026 | in 2026 | 2026-01-01 | 2026-03-12
thu | in the first half of 2025 | in the first half of 2025 | 2025-01-01 | 2025-06-30
thu | H2 2025 results | H2 2025 | 2025-07-01 | 2025-12-31
thu | results in Q3 2025 | in Q3 2025 | 2025-07-01 | 2025-09-30
thu | the fourth quarter of last year | the fourth quarter of last year | 2025-10-01 | 2025-12-31
thu | results in the third quarter | in the third quarter | 2025-07-01 | 2025-09-30
thu | on 5 May 2025 | on 5 May 2025 | 2025-05-05 | 2025-05-05
thu | on Monday, May 5, 2025 | on Monday, May 5, 2025 | 2025-05-05 | 2025-05-05
thu | on the 5th of May | on the 5th of May | 2025-05-05 | 2025-05-05
leap | on 29 February | on 29 February | 2024-02-29 | 2024-02-29
thu | the crash of 2025-05-05 | 2025-05-05 | 2025-05-05 | 2025-05-05
thu | which directive came out on 2025-05-05 | on 2025-05-05 | 2025-05-05 | 2025-05-05
thu | 05/05/2025 | 05/05/2025 | 2025-05-05 | 2025-05-05
thu | 25/12/2024 | 25/12/2024 | 2024-12-25 | 2024-12-25
thu | 12/25/2024 | 12/25/2024 | 2024-12-25 | 2024-12-25
thu | between March and May 2025 | between March and May 2025 | 2025-03-01 | 2025-05-31
thu | between 5 and 10 May 2025 | between 5 and 10 May 2025 | 2025-05-05 | 2025-05-10
thu | from November to February | from November to February | 2025-11-01 | 2026-02-28
thu | from 2019 to 2021 | from 2019 to 2021 | 2019-01-01 | 2021-12-31
thu | in 2019–2021 | in 2019–2021 | 2019-01-01 | 2021-12-31
thu | from 2020 to 2030 | from 2020 to 2030 | 2020-01-01 | 2026-03-12
thu | from 2024 to now | from 2024 to now | 2024-01-01 | 2026-03-12
thu | in 2023 and 2024 | in 2023 and 2024 | 2023-01-01 | 2024-12-31
thu | since 2023 | since 2023 | 2023-01-01 | -
thu | since March | since March | 2026-03-01 | -
thu | from 2024 onwards | from 2024 onwards | 2024-01-01 | -
thu | before 2020 | before 2020 | - | 2019-12-31
thu | before May 2025 | before May 2025 | - | 2025-04-30
thu | after 2022 | after 2022 | 2023-01-01 | -
thu | until the end of 2024 | until the end of 2024 | - | 2024-12-31
thu | by the end of 2024 | by the end of 2024 | - | 2024-12-31
thu | in the summer of 2025 | in the summer of 2025 | 2025-06-01 | 2025-08-31
thu | winter 2024 | winter 2024 | 2024-12-01 | 2025-02-28
thu | last summer | last summer | 2025-06-01 | 2025-08-31
thu | in the 1990s | in the 1990s | 1990-01-01 | 1999-12-31
thu | in the late 1990s | in the late 1990s | 1997-01-01 | 1999-12-31
thu | in  March   2025 | in March 2025 | 2025-03-01 | 2025-03-31
thu | ماذا حدث اليوم؟ | اليوم | 2026-03-12 | 2026-03-12
thu | ماذا حدث أمس؟ | أمس | 2026-03-11 | 2026-03-11
leap | البارحة | البارحة | 2024-02-28 | 2024-02-28
thu | أول أمس | أول أمس | 2026-03-10 | 2026-03-10
mon | طلبيات هذا الأسبوع | هذا الأسبوع | 2026-03-09 | 2026-03-09
thu | طلبيات الأسبوع الماضي | الأسبوع الماضي | 2026-03-02 | 2026-03-08
thu | الاسبوع الجاري | الاسبوع الجاري | 2026-03-09 | 2026-03-12
thu | هذا الشهر | هذا الشهر | 2026-03-01 | 2026-03-12
end | الشهر الماضي | الشهر الماضي | 2026-02-01 | 2026-02-28
thu | الشهر الحالي | الشهر الحالي | 2026-03-01 | 2026-03-12
new year | هذا العام | هذا العام | 2026-01-01 | 2026-01-01
thu | هذه السنة | هذه السنة | 2026-01-01 | 2026-03-12
thu | العام الماضي | العام الماضي | 2025-01-01 | 2025-12-31
thu | السنه الماضيه | السنه الماضيه | 2025-01-01 | 2025-12-31
thu | قبل يومين | قبل يومين | 2026-03-10 | 2026-03-10
thu | قبل ثلاثة أيام | قبل ثلاثة أيام | 2026-03-09 | 2026-03-09
thu | قبل أسبوع | قبل أسبوع | 2026-03-02 | 2026-03-08
thu | منذ أسبوعين | منذ أسبوعين | 2026-02-26 | -
thu | خلال الأيام السبعة الماضية | خلال الأيام السبعة الماضية | 2026-03-05 | 2026-03-12
thu | في آخر ٣٠ يوماً | في آخر ٣٠ يوماً | 2026-02-10 | 2026-03-12
end | خلال الأشهر الثلاثة الماضية | خلال الأشهر الثلاثة الماضية | 2025-12-31 | 2026-03-31
thu | خلال الـ24 ساعة الماضية | خلال الـ24 ساعة الماضية | 2026-03-11 | 2026-03-12
thu | في العامين الماضيين | في العامين الماضيين | 2024-03-12 | 2026-03-12
thu | كم طائرة سُلِّمت في عام 2024؟ | في عام 2024 | 2024-01-01 | 2024-12-31
thu | في سَنَةِ ٢٠٢٤ | في سَنَةِ ٢٠٢٤ | 2024-01-01 | 2024-12-31
thu | حوادث عام 2024 | عام 2024 | 2024-01-01 | 2024-12-31
thu | في مارس | في مارس | 2026-03-01 | 2026-03-12
thu | وفي مارس 2025 | في مارس 2025 | 2025-03-01 | 2025-03-31
thu | في آذار 2025 | في آذار 2025 | 2025-03-01 | 2025-03-31
thu | في كانون الأول 2025 | في كانون الأول 2025 | 2025-12-01 | 2025-12-31
thu | في ماي 2025 | في ماي 2025 | 2025-05-01 | 2025-05-31
thu | في جويلية 2025 | في جويلية 2025 | 2025-07-01 | 2025-07-31
thu | في مارس/آذار 2025 | في مارس/آذار 2025 | 2025-03-01 | 2025-03-31
thu | يوم الاثنين | يوم الاثنين | 2026-03-09 | 2026-03-09
thu | يوم الجمعة الماضي | يوم الجمعة الماضي | 2026-03-06 | 2026-03-06
thu | بين عامي 2019 و2021 | بين عامي 2019 و2021 | 2019-01-01 | 2021-12-31
thu | بين مارس ومايو 2025 | بين مارس ومايو 2025 | 2025-03-01 | 2025-05-31
thu | من 2019 إلى 2021 | من 2019 إلى 2021 | 2019-01-01 | 2021-12-31
thu | منذ 2023 | منذ 2023 | 2023-01-01 | -
thu | منذ عام 2023 | منذ عام 2023 | 2023-01-01 | -
thu | قبل عام 2020 | قبل عام 2020 | - | 2019-12-31
thu | بعد 2022 | بعد 2022 | 2023-01-01 | -
thu | حتى نهاية 2024 | حتى نهاية 2024 | - | 2024-12-31
thu | الربع الثالث من 2025 | الربع الثالث من 2025 | 2025-07-01 | 2025-09-30
thu | النصف الأول من عام 2025 | النصف الأول من عام 2025 | 2025-01-01 | 2025-06-30
thu | في صيف 2025 | في صيف 2025 | 2025-06-01 | 2025-08-31
thu | في أواخر 2024 | في أواخر 2024 | 2024-09-01 | 2024-12-31
thu | في التسعينيات | في التسعينيات | 1990-01-01 | 1999-12-31
thu | في ٥ مايو ٢٠٢٥ | في ٥ مايو ٢٠٢٥ | 2025-05-05 | 2025-05-05
thu | الخامس من أيار 2025 | الخامس من أيار 2025 | 2025-05-05 | 2025-05-05
thu | في الأسبوع الأول من مارس 2025 | في الأسبوع الأول من مارس 2025 | 2025-03-01 | 2025-03-07
thu | منذ 2025-05-05 | منذ 2025-05-05 | 2025-05-05 | -
wed | deliveries not before May 2025 | not before May 2025 | 2025-05-01 | -
wed | orders not after 2023 | not after 2023 | - | 2023-12-31
wed | no later than 10 June 2025 | no later than 10 June 2025 | - | 2025-06-10
wed | not later than 10 June 2025 | not later than 10 June 2025 | - | 2025-06-10
wed | no earlier than May 2025 | no earlier than May 2025 | 2025-05-01 | -
wed | up to and including 10 June 2025 | up to and including 10 June 2025 | - | 2025-06-10
wed | up to 10 June 2025 | up to 10 June 2025 | - | 2025-06-10
wed | as at the end of 2023 | as at the end of 2023 | - | 2023-12-31
wed | How many were built by 2023? | by 2023 | - | 2023-12-31
wed | How many were built by May 2025? | by May 2025 | - | 2025-05-31
wed | since at least 2023 | since at least 2023 | 2023-01-01 | -
wed | in all of 2023 | in all of 2023 | 2023-01-01 | 2023-12-31
wed | all of 2023 | all of 2023 | 2023-01-01 | 2023-12-31
wed | throughout all of 2023 | throughout all of 2023 | 2023-01-01 | 2023-12-31
wed | pre-2021 deliveries | pre-2021 | - | 2020-12-31
wed | orders post 2023 | post 2023 | 2024-01-01 | -
wed | orders in post-2023 years | post-2023 | 2024-01-01 | -
wed | How has it grown every year since 2020? | since 2020 | 2020-01-01 | -
wed | flights per day before 2020 | before 2020 | - | 2019-12-31
wed | Q1 and Q2 2025 | Q1 and Q2 2025 | 2025-01-01 | 2025-06-18
wed | How many were built by end of May 2025? | by end of May 2025 | - | 2025-05-31
wed | results, Q1/2025 | Q1/2025 | 2025-01-01 | 2025-03-31
wed | results of Q1'25 | Q1'25 | 2025-01-01 | 2025-03-31
wed | بحلول عام 2023 | بحلول عام 2023 | - | 2023-12-31
wed | on the night of 24 June 1982 | 24 June 1982 | 1982-06-24 | 1982-06-24
wed | not in 2024 but in 2023 | in 2023 | 2023-01-01 | 2023-12-31
wed | in May 2025, not June 2025 | in May 2025 | 2025-05-01 | 2025-05-31
wed | the week of 2 June 2025 | the week of 2 June 2025 | 2025-06-02 | 2025-06-08
wed | in the week of June 5, 2025 | in the week of June 5, 2025 | 2025-06-02 | 2025-06-08
wed | the week of 5 June | the week of 5 June | 2025-06-02 | 2025-06-08
wed | the weekend of 6 June 2025 | the weekend of 6 June 2025 | 2025-06-07 | 2025-06-08
wed | the week ending 8 June 2025 | the week ending 8 June 2025 | 2025-06-02 | 2025-06-08
wed | the week beginning 3 June 2025 | the week beginning 3 June 2025 | 2025-06-03 | 2025-06-09
wed | the 3 months to May 2025 | the 3 months to May 2025 | 2025-03-01 | 2025-05-31
wed | in the year ended 31 March 2025 | in the year ended 31 March 2025 | 2024-04-01 | 2025-03-31
wed | the two years to 2023 | the two years to 2023 | 2022-01-01 | 2023-12-31
wed | in the first week of May 2025 | in the first week of May 2025 | 2025-05-01 | 2025-05-07
wed | the second week of May 2025 | the second week of May 2025 | 2025-05-08 | 2025-05-14
wed | the last week of May 2025 | the last week of May 2025 | 2025-05-25 | 2025-05-31
wed | in the second week in May | in the second week in May | 2025-05-08 | 2025-05-14
wed | on the last day of May 2025 | on the last day of May 2025 | 2025-05-31 | 2025-05-31
wed | the last ten days of May 2025 | the last ten days of May 2025 | 2025-05-22 | 2025-05-31
wed | the first three months of 2025 | the first three months of 2025 | 2025-01-01 | 2025-03-31
wed | in the first half of May 2025 | in the first half of May 2025 | 2025-05-01 | 2025-05-15
wed | in the second half of May 2025 | in the second half of May 2025 | 2025-05-16 | 2025-05-31
wed | النصف الثاني من مايو 2025 | النصف الثاني من مايو 2025 | 2025-05-16 | 2025-05-31
wed | in the month of May 2025 | in the month of May 2025 | 2025-05-01 | 2025-05-31
wed | since the 16th of June | since the 16th of June | 2025-06-16 | -
wed | until Tuesday | until Tuesday | - | 2025-06-17
wed | after Friday | after Friday | 2025-06-14 | -
wed | before June | before June | - | 2025-05-31
wed | orders before Christmas | before Christmas | - | 2024-12-24
wed | orders since Christmas 2023 | since Christmas 2023 | 2023-12-25 | -
wed | deliveries year to date | year to date | 2025-01-01 | 2025-06-18
wed | so far this year | this year | 2025-01-01 | 2025-06-18
wed | since the beginning of the year | since the beginning of the year | 2025-01-01 | -
wed | since the start of the month | since the start of the month | 2025-06-01 | -
wed | the week before last | the week before last | 2025-06-02 | 2025-06-08
wed | in the month before last | in the month before last | 2025-04-01 | 2025-04-30
wed | the year before last | the year before last | 2023-01-01 | 2023-12-31
wed | الأسبوع قبل الماضي | الأسبوع قبل الماضي | 2025-06-02 | 2025-06-08
wed | الشهر قبل الماضي | الشهر قبل الماضي | 2025-04-01 | 2025-04-30
wed | في السنة قبل الماضية | في السنة قبل الماضية | 2023-01-01 | 2023-12-31
wed | منذ بداية العام | منذ بداية العام | 2025-01-01 | -
wed | منذ بداية هذا الشهر | منذ بداية هذا الشهر | 2025-06-01 | -
wed | تقرير لعام 2023 | لعام 2023 | 2023-01-01 | 2023-12-31
wed | لسنة 2023 | لسنة 2023 | 2023-01-01 | 2023-12-31
wed | Q1 results | Q1 | 2025-01-01 | 2025-03-31
wed | results in Q4 | in Q4 | 2024-10-01 | 2024-12-31
wed | deliveries 05/2025 | 05/2025 | 2025-05-01 | 2025-05-31
wed | on 2025/5/5 | on 2025/5/5 | 2025-05-05 | 2025-05-05
wed | 2020–2022 deliveries | 2020–2022 | 2020-01-01 | 2022-12-31
wed | in 2024/25 | in 2024/25 | 2024-01-01 | 2025-06-18
wed | May ’25 orders | May ’25 | 2025-05-01 | 2025-05-31
wed | summer of '69 | summer of '69 | 1969-06-01 | 1969-08-31
wed | Who crashed a year ago today? | a year ago today | 2024-06-18 | 2024-06-18
wed | the latest airport traffic report of 2024 | of 2024 | 2024-01-01 | 2024-12-31
wed | headlines of 2024 about Boeing | of 2024 | 2024-01-01 | 2024-12-31
"""

LEFT_ALONE = """
Who has flown since the merger?
What changed before the grounding?
Who sponsors the 2026 World Cup?
What does AD 2024-01-02 require?
What do airworthiness directives 2024-01-02 and 2024-02-03 say?
How long is the 737-800?
What does the Boeing 2024 forecast say?
Where is flight 2024?
How do you get 2,024 aircraft?
In 2,024 cases, what failed?
Did it take off at 2024 UTC?
Who lands before 2030 UTC?
What is part number 120241?
Is support open 24/7?
Does it cost $2024?
A Monday morning quarterback
What does a second engine add?
Which second was lost?
May I bring a drone? An airline may refuse.
How may Boeing recover?
How may 2024 rules change what Boeing does?
Crews march through the terminal.
Where does Sun Country fly?
Is Wed a name?
What share is a quarter of the fleet?
What does the day-to-day work of a dispatcher look like?
How often is it done? Once a week.
How many flights per month?
It was closed for two weeks.
It was closed for the past two weeks.
Does it open in two days?
Is it done every year?
What is the year-over-year growth?
A 12 months' interval
Must it be done within 30 days of the finding?
How many landings must be logged in the last 90 days?
How do I book last minute?
What was the last flight of Concorde?
What was the last year of production?
A 10-year-old aircraft
What is planned by 2050?
Will it be net zero by the end of 2050?
Who will fly in 2035?
What is planned for next year?
What will open on Monday?
Who will fly in April?
On 31 February 2025, 31/02/2025 and 2025-02-31
On 05/06/2025
Are more than 2000 built? After 2000 hours or 2010 cycles?
Does it climb from 2000 to 2010 feet?
Is it still in use today?
How do today's aircraft differ?
What has changed since 2019's merger?
Does the summer 2025 schedule exist?
Is the A320-200 from Airbus?
What is RTCA DO-178C and ARINC 2015-1?
How early is late? What is a half of a quarter?
What happened on Black Friday?
Which were never flown, not in 2024, except in May 2025 or other than in 2023?
Not since 2023, not until May 2025 and never before 2020
What will be built by 2050?
The first fortnight of May 2025
The first full week of May 2025
The fifth week of May 2025
The first weekends of May 2025
The first Monday of May 2025
The week after 5 May 2025
The week before 5 May 2025
On the anniversary of 5 May 2025
The rest of May 2025
The Q1 FY2024 results
What did the Washington Post 2023 report say?
الأيام العشرة الأخيرة من مايو 2025
الأشهر الثلاثة حتى مايو 2025
What does the 2020-2040 outlook say?
What does regulation 10/2011 say, and AD 2020-2024?
Is the range of 2024 enough? Are there reports of 2000 delays?
The winter 2024-2025 schedule
The blog post is 2025/05
ليس في عام 2024
الأسبوع المنتهي في 8 يونيو 2025
منذ بداية العام الدراسي
لماذا سميت الطائرة 737؟
كم رحلة في اليوم؟
كم رحلة كل يوم اثنين؟
أكثر من 2000 طائرة
بعد 2000 ساعة طيران
بحلول عام 2050
قبل أسبوع من الإقلاع
يوم الجمعة المقبل
بعد الاندماج
خلال أسبوعين
آخر رحلة للكونكورد
كأس العالم 2026
"""


def rows() -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in SAID.strip().splitlines()]


@pytest.mark.parametrize(("clock", "text", "said", "since", "until"), rows())
def test_words_become_days(clock: str, text: str, said: str, since: str, until: str) -> None:
    [found] = find_periods(text, CLOCKS[clock])
    assert " ".join(found.text.split()) == said
    assert (str(found.since or "-"), str(found.until or "-")) == (since, until)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("text", LEFT_ALONE.strip().splitlines())
def test_other_words_are_left_alone(text: str) -> None:
    assert find_periods(text, CLOCKS["thu"]) == []


def test_several_periods_come_in_order() -> None:
    found = find_periods("Compare orders last week with orders in March 2025, منذ 2023", CLOCKS["thu"])
    assert [one.text for one in found] == ["last week", "in March 2025", "منذ 2023"]
    assert [one.relative for one in found] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        *((text, "latest") for text in ("Latest news on Airbus", "What is the latest on the 737 MAX?", "What's new?")),
        *((text, "latest") for text in ("the latest order", "the most recent Boeing accident report", "any news?")),
        *(
            (text, "latest")
            for text in ("most recent Boeing article", "newest story on Airbus", "the last report on it")
        ),
        ("most recent airport traffic report of 2024", "latest"),
        *((text, "latest") for text in ("What is the latest?", "آخر أخبار الطيران", "أحدث التطورات", "آخر ما نشر")),
        *((text, "first") for text in ("Who first reported the merger?", "the earliest report", "first article about")),
        *((text, "first") for text in ("When was it first mentioned?", "أول تقرير عن الحادث", "أول من نشر الخبر")),
        ("متى ذُكر الحادث لأول مرة؟", "first"),
        *(
            (text, "first")
            for text in ("oldest article", "who was first to report it", "first to announce", "أقدم خبر")
        ),
        *(
            (text, None)
            for text in ("last flight", "most recent variant", "the first airline to order", "the last order")
        ),
        *((text, None) for text in ("the first flight", "a first class seat", "the first officer", "the last flight")),
        *((text, None) for text in ("the first airline to fly it", "the latest variant of the 737", "آخر رحلة")),
        *((text, None) for text in ("the first reported hull loss", "first quarter report", "أحدث طراز", "")),
    ],
)
def test_order_is_wanted_of_reports_only(text: str, order: str | None) -> None:
    assert wanted_order(text) == order


@pytest.mark.parametrize(
    ("text", "now"),
    [
        *((text, True) for text in ("recently", "Who leads it currently?", "this week", "just landed", "new orders")),
        *((text, True) for text in ("breaking", "من يقود الشركة حالياً؟", "أخبار اليوم", "ماذا حدث مؤخرا")),
        *((text, False) for text in ("New York", "just culture", "in 2019", "What is lift?", "نيويورك", "")),
    ],
)
def test_the_present(text: str, now: bool) -> None:
    assert speaks_of_now(text) is now


PIECES = [word for row in rows() for word in row[1].split()] + LEFT_ALONE.split() + list(" -–,/.:'0123456789")
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join))


@given(TEXTS, st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_whatever_is_asked(text: str, today: date) -> None:
    wanted_order(text)
    speaks_of_now(text)
    end = 0
    for found in find_periods(text, today):
        assert text[found.start : found.end] == found.text != ""
        assert found.start >= end
        assert is_in_the_past(found, today)
        end = found.end


def is_in_the_past(found: Period, today: date) -> bool:
    since, until = found.since or date.min, found.until or today
    return since <= until <= today and (found.since or found.until) is not None


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        " ",
        "2024 ",
        "in May ",
        "the last ",
        "2024-",
        "on Monday and ",
        "the last week of ",
        "not before ",
        "ا",
        "منذ ",
        "في 3 ",
    ],
)
def test_a_hostile_text_ends_soon(piece: str) -> None:
    text = (piece * 4000)[:4000]
    assert len(find_periods(text, CLOCKS["thu"])) <= 64
