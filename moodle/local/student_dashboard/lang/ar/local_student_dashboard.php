<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Arabic strings, in alphabetical order.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['amount'] = 'المبلغ';
$string['asof'] = 'حتى {$a}';
$string['attempt'] = 'المحاولة';
$string['backtodashboard'] = 'العودة إلى لوحة الطالب';
$string['cardfailed'] = 'يتعذر العرض حاليًا';
$string['criteria'] = 'معايير التقييم';
$string['criteriamet'] = 'المعايير المتحققة';
$string['dashboardof'] = 'لوحة الطالب: {$a}';
$string['date'] = 'التاريخ';
$string['days_few'] = '{$a} أيام';
$string['days_many'] = '{$a} يومًا';
$string['days_one'] = 'يوم واحد';
$string['days_other'] = '{$a} يوم';
$string['days_two'] = 'يومين';
$string['duedate'] = 'تاريخ الاستحقاق';
$string['email'] = 'البريد الإلكتروني';
$string['empty_attendance'] = 'لا يُسجَّل الحضور هنا.';
$string['empty_finance'] = 'لم تُسجَّل أي رسوم بعد.';
$string['empty_grades'] = 'لم تُعلَن أي نتائج بعد.';
$string['empty_payments'] = 'لم تُسجَّل أي أقساط أو إيصالات بعد.';
$string['empty_profile'] = 'هذا الحساب غير مرتبط بسجل طالب. إذا كنت طالبًا فراجع شؤون الطلاب.';
$string['empty_registrations'] = 'لا توجد تسجيلات بعد.';
$string['end'] = 'النهاية';
$string['event_dashboard_viewed'] = 'عُرضت لوحة الطالب';
$string['event_section_failed'] = 'تعذر عرض قسم من لوحة الطالب';
$string['explanation'] = 'كيف تحددت النتيجة';
$string['feedback'] = 'ملاحظات المدرّس';
$string['instalments'] = 'الأقساط';
$string['left'] = 'المتبقي من القسط';
$string['level'] = 'المستوى';
$string['met'] = 'متحقق';
$string['method'] = 'طريقة الدفع';
$string['metof'] = '{$a->met} من {$a->all}';
$string['money'] = '{$a->currency} {$a->amount}';
$string['name'] = 'الاسم';
$string['net'] = 'المبلغ الصافي';
$string['next'] = 'ما هو القادم';
$string['next_deadline'] = 'الموعد النهائي القادم';
$string['next_deadline_calendar'] = 'اطّلع على مواعيدك القادمة';
$string['next_deadline_empty'] = 'لا مواعيد نهائية قادمة';
$string['next_payment'] = 'الدفعة القادمة';
$string['next_payment_empty'] = 'لا دفعات قادمة';
$string['next_result'] = 'أحدث نتيجة';
$string['next_result_empty'] = 'لم تُعلَن أي نتيجة بعد';
$string['nodate'] = 'بلا تاريخ';
$string['noinstalments'] = 'لا توجد أقساط مسجَّلة.';
$string['noreceipts'] = 'لا توجد إيصالات مسجَّلة.';
$string['nosections'] = 'لا يُعرض شيء هنا في الوقت الحالي.';
$string['notavailable'] = 'لوحة الطالب هذه غير متاحة لك.';
$string['notrecorded'] = 'غير مسجَّل';
$string['number'] = 'الرقم';
$string['paid'] = 'المدفوع';
$string['pluginname'] = 'لوحة الطالب';
$string['print'] = 'طباعة';
$string['printedon'] = 'تاريخ الطباعة';
$string['privacy:metadata'] = 'لا تخزّن لوحة الطالب أي بيانات شخصية، بل تعرض ما تحفظه إضافة Campusbridge.';
$string['receipts'] = 'الإيصالات';
$string['received'] = 'مُستلَم';
$string['refunded'] = 'مبلغ مُسترَد';
$string['remaining'] = 'المتبقي';
$string['remainingunknown'] = 'يتعذر تحديده';
$string['result_d'] = 'امتياز';
$string['result_f'] = 'راسب';
$string['result_m'] = 'تفوق';
$string['result_mapped'] = 'معادلة من كلية أخرى';
$string['result_p'] = 'ناجح';
$string['result_r'] = 'إعادة';
$string['result_rr'] = 'إعادة بعد التقديم الثاني';
$string['retry'] = 'حاول مرة أخرى: {$a}';
$string['scholarship'] = 'المنحة';
$string['scholarshippercent'] = 'المنحة ({$a}%)';
$string['section_attendance'] = 'الحضور';
$string['section_finance'] = 'الملخص المالي';
$string['section_grades'] = 'درجات BTEC';
$string['section_payments'] = 'المدفوعات';
$string['section_profile'] = 'الملف الشخصي';
$string['section_registrations'] = 'التسجيلات';
$string['sectionfailed'] = 'يتعذر عرض هذا القسم حاليًا. الأقسام الأخرى غير متأثرة.';
$string['sectionoff'] = 'هذا الجزء من لوحة الطالب غير معروض في الوقت الحالي.';
$string['sections'] = 'أقسام لوحة الطالب';
$string['stale'] = 'لم تُحدَّث هذه البيانات منذ مدة وقد تكون قديمة.';
$string['staleafter'] = 'تُعد البيانات قديمة بعد';
$string['staleafter_desc'] = 'القسم الذي قُرئت بياناته من سجلات الكلية قبل مدة أطول من هذه يذكر أنها قد تكون قديمة. القيمة 0 توقف ذلك.';
$string['start'] = 'البداية';
$string['statement'] = 'كشف حساب';
$string['statementnote'] = 'يعرض هذا الكشف ما هو مسجَّل في يوم طباعته، وليس فاتورة ضريبية.';
$string['status'] = 'الحالة';
$string['status_due'] = 'يستحق خلال {$a}';
$string['status_due_partpaid'] = 'مدفوع جزئيًا، يستحق خلال {$a}';
$string['status_noday'] = 'مستحق، بلا تاريخ محدد';
$string['status_noday_partpaid'] = 'مدفوع جزئيًا، بلا تاريخ محدد';
$string['status_overdue'] = 'متأخر {$a}';
$string['status_overdue_partpaid'] = 'مدفوع جزئيًا، متأخر {$a}';
$string['status_paid'] = 'مدفوع';
$string['status_today'] = 'يستحق اليوم';
$string['status_today_partpaid'] = 'مدفوع جزئيًا، يستحق اليوم';
$string['status_tomorrow'] = 'يستحق غدًا';
$string['status_tomorrow_partpaid'] = 'مدفوع جزئيًا، يستحق غدًا';
$string['student_dashboard:view'] = 'عرض لوحة الطالب الخاصة بالمستخدم';
$string['student_dashboard:viewfinance'] = 'عرض البيانات المالية في لوحة طالب آخر';
$string['student_dashboard:viewgrades'] = 'عرض الدرجات في لوحة طالب آخر';
$string['student_dashboard:viewother'] = 'عرض لوحة طالب آخر';
$string['studentid'] = 'رقم الطالب';
$string['total'] = 'إجمالي الرسوم';
$string['unmet'] = 'غير متحقق';
$string['voided'] = 'ملغى';
