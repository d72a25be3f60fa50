@local @local_student_dashboard
Feature: A student sees what the college knows of them
  In order to know where I stand
  As a student
  I need a page with my profile, registrations, fees, payments and results

  Background:
    Given the following "users" exist:
      | username | firstname | lastname | email            |
      | student1 | Amal      | Example  | amal@example.com |
      | parent1  | Huda      | Example  | huda@example.com |
    And the following "roles" exist:
      | name   | shortname |
      | Parent | parent    |
    And the following "permission overrides" exist:
      | capability                         | permission | role   | contextlevel | reference |
      | local/student_dashboard:viewother  | Allow      | parent | System       |           |
      | local/student_dashboard:viewgrades | Allow      | parent | System       |           |
      | moodle/user:viewdetails            | Allow      | parent | System       |           |
    And the following "role assigns" exist:
      | user    | role   | contextlevel | reference |
      | parent1 | parent | User         | student1  |

  Scenario: A student finds the dashboard in the user menu
    Given I log in as "student1"
    When I follow "Student dashboard" in the user menu
    Then I should see "What is next"
    And I should see "Profile"
    And I should see "Finance summary"
    And I should see "Payments"
    And I should see "BTEC grades"
    And I should see "No results have been released yet."

  Scenario: A student opens the statement of account and comes back
    Given I log in as "student1"
    And I follow "Student dashboard" in the user menu
    When I follow "Statement of account"
    Then I should see "It is not a tax invoice."
    And I should not see "BTEC grades"
    When I follow "Back to the dashboard"
    Then I should see "BTEC grades"

  Scenario: A parent sees of the student what the role allows
    Given I am on the "student1" "user > profile" page logged in as "parent1"
    When I click on "Student dashboard" "link" in the "#region-main" "css_element"
    Then I should see "Student dashboard: Amal Example"
    And I should see "BTEC grades"
    And I should not see "Finance summary"
    And I should not see "Statement of account"

  @javascript @accessibility
  Scenario: The dashboard is accessible
    Given I log in as "student1"
    And I follow "Student dashboard" in the user menu
    Then the page should meet accessibility standards with "best-practice" extra tests
